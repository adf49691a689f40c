import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { DutyTabs } from "./duty-tabs.tsx";
import type { EventAnswer } from "./event-actions.server.ts";
import { EVENT_KIND_NAMES } from "./event-kinds.ts";
import type { EventRow } from "./events.server.ts";

interface EventsProps {
  events: readonly EventRow[];
  funds: readonly { id: string; title: string; titleEn: string }[];
  newId: string;
  today: string;
  answer: EventAnswer | null;
  isDone: boolean;
}

/** What happened and starts a clock: what the system saw, the register, and a form for more. */
export function EventsPage({ events, funds, newId, today, answer, isDone }: EventsProps) {
  const t = useT("clock");
  const waiting = events.filter(({ state }) => state === "proposed");
  const known = events.filter(({ state }) => state !== "proposed");
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("eventsTitle")}</h1>
        <p className="lead">{t("eventsLead")}</p>
      </div>
      <DutyTabs current="events" waiting={waiting.length} />
      {isDone ? <Flash tone="done" title={t("eventDone")} /> : null}
      {answer?.form === "decide" ? <Flash tone="bad" title={t(`eventRefused_${answer.reason}`)} /> : null}
      {waiting.length === 0 ? null : (
        <Section title={t("eventsSeen")} intro={t("eventsSeenIntro")}>
          <ul className="rows">
            {waiting.map((event) => (
              <li key={event.id}>
                <SeenEvent event={event} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("eventNew")} intro={t("eventNewIntro")}>
        <EventForm funds={funds} newId={newId} today={today} answer={answer} />
      </Section>
      <Section title={t("eventsKnown")}>
        <EventsTable events={known} />
      </Section>
    </div>
  );
}

function SeenEvent({ event }: { event: EventRow }) {
  const t = useT("clock");
  const lang = useLang();
  return (
    <>
      <h3>{t(`event_${event.kind}`)}</h3>
      <p>
        <DateText value={event.occurredOn} />
        {event.amountFen === null ? null : (
          <>
            {" · "}
            <Money fen={event.amountFen} />
          </>
        )}
        {event.fundTitle === null ? null : ` · ${inLang(lang, event.fundTitle, event.fundTitleEn ?? "")}`}
      </p>
      <SourceLink sourceKey={event.sourceKey} />
      <div className="acts">
        <form method="post">
          <input type="hidden" name="event" value={event.id} />
          <SubmitButton name="intent" value="confirm">
            {t("eventConfirm")}
          </SubmitButton>
        </form>
      </div>
      <details>
        <summary>{t("eventDismiss")}</summary>
        <form method="post" className="form-page">
          <input type="hidden" name="event" value={event.id} />
          <TextField
            name="reason"
            id={`reason-${event.id}`}
            label={t("eventReason")}
            maxLength={200}
            required
          />
          <SubmitButton quiet name="intent" value="dismiss">
            {t("eventDismiss")}
          </SubmitButton>
        </form>
      </details>
    </>
  );
}

/** Where the system saw it: the gift or payment itself. */
function SourceLink({ sourceKey }: { sourceKey: string | null }) {
  const t = useT("clock");
  const [source, id] = sourceKey?.split(":") ?? [];
  if (source === "donation") return <a href={`/donations/${id}`}>{t("seenInGift")}</a>;
  if (source === "disbursement") return <a href={`/disbursements/${id}`}>{t("seenInPayment")}</a>;
  return null;
}

function EventForm({
  funds,
  newId,
  today,
  answer,
}: Pick<EventsProps, "funds" | "newId" | "today" | "answer">) {
  const t = useT("clock");
  const lang = useLang();
  const refused = answer?.form === "record" ? answer : null;
  const typed = refused?.typed ?? {};
  const errorOf = (field: string) =>
    refused && refused.field === field ? t(`eventRefused_${refused.reason}`) : undefined;
  return (
    <form method="post" className="form-page">
      {refused ? (
        <ErrorSummary errors={[{ id: refused.field, message: t(`eventRefused_${refused.reason}`) }]} />
      ) : null}
      <input type="hidden" name="id" value={typed.id ?? newId} />
      <Select
        name="kind"
        label={t("eventKind")}
        blank
        required
        defaultValue={typed.kind ?? ""}
        error={errorOf("kind")}
        options={EVENT_KIND_NAMES.map((kind) => ({ value: kind, label: t(`event_${kind}`) }))}
      />
      <TextField
        name="occurredOn"
        label={t("eventDay")}
        type="date"
        max={today}
        required
        defaultValue={typed.occurredOn ?? today}
        error={errorOf("occurredOn")}
      />
      <Select
        name="fund"
        label={t("eventFund")}
        help={t("eventFundHelp")}
        blank={t("eventFundNone")}
        defaultValue={typed.fund ?? ""}
        error={errorOf("fund")}
        options={funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) }))}
      />
      <MoneyInput
        name="amount"
        label={t("eventAmount")}
        help={t("eventAmountHelp")}
        defaultValue={typed.amount ?? ""}
        error={errorOf("amount")}
      />
      <TextArea
        name="note"
        label={t("eventNote")}
        help={t("eventNoteHelp")}
        rows={2}
        maxLength={500}
        defaultValue={typed.note ?? ""}
      />
      <SubmitButton name="intent" value="record">
        {t("eventRecord")}
      </SubmitButton>
    </form>
  );
}

function EventsTable({ events }: { events: readonly EventRow[] }) {
  const t = useT("clock");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("eventsKnown")}
      variant="duo stated"
      rows={events}
      rowKey={(event) => event.id}
      empty={<EmptyState title={t("eventsNone")}>{t("eventsNoneText")}</EmptyState>}
      columns={[
        {
          key: "kind",
          head: t("eventKind"),
          cell: (event) => (
            <>
              {t(`event_${event.kind}`)}
              <small>
                {event.fundTitle === null ? null : inLang(lang, event.fundTitle, event.fundTitleEn ?? "")}{" "}
                {event.note}
              </small>
            </>
          ),
        },
        {
          key: "day",
          head: t("eventDay"),
          className: "num",
          cell: (event) => <DateText value={event.occurredOn} />,
        },
        {
          key: "amount",
          head: t("eventAmount"),
          right: true,
          cell: (event) => (event.amountFen === null ? null : <Money fen={event.amountFen} symbol={false} />),
        },
        {
          key: "duty",
          head: t("eventDuty"),
          cell: (event) =>
            event.taskId === null || event.dueOn === null ? null : (
              <a href={`/workspace/disclosures/${event.taskId}`}>
                {event.publishedAt ? t("eventPublished") : t("eventDue", { day: event.dueOn })}
              </a>
            ),
        },
        { key: "state", head: t("eventState"), st: true, cell: (event) => <EventState event={event} /> },
        { key: "act", head: t("act"), label: null, cell: (event) => <Withdraw event={event} /> },
      ]}
    />
  );
}

function EventState({ event }: { event: EventRow }) {
  const t = useT("clock");
  const tone = event.state === "recorded" ? "done" : "wait";
  return (
    <>
      <State tone={tone}>{t(`eventState_${event.state}`)}</State>
      {event.reason ? <small>{event.reason}</small> : null}
    </>
  );
}

function Withdraw({ event }: { event: EventRow }) {
  const t = useT("clock");
  if (event.state !== "recorded" || event.publishedAt) return null;
  return (
    <details>
      <summary>{t("eventWithdraw")}</summary>
      <form method="post">
        <input type="hidden" name="event" value={event.id} />
        <TextField
          name="reason"
          id={`reason-${event.id}`}
          label={t("eventReason")}
          maxLength={200}
          required
        />
        <SubmitButton quiet name="intent" value="withdraw">
          {t("eventWithdraw")}
        </SubmitButton>
      </form>
    </details>
  );
}
