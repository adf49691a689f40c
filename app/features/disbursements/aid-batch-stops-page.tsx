import { AidRooms } from "#app/features/aid/aid-rooms.tsx";
import { LIST_STOP_REASONS } from "#app/features/aid/case-state.ts";
import { AidFormNotes } from "#app/features/aid/form-notes.tsx";
import { type AidForm, aidErrorOf, sayAid } from "#app/features/aid/form-state.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type {
  loadAidStops,
  RecoveryView,
  StopListView,
  StopsActResult,
} from "./aid-batch-recoveries.server.ts";

type StopsPageProps = Awaited<ReturnType<typeof loadAidStops>> & {
  state: AidForm;
  /** What a list that was just uploaded has found. */
  found: Extract<StopsActResult, { ok: true }>["list"];
};

/** Who must not be paid any more, and what comes back from those who were. */
export function AidStopsPage({ recoveries, lists, attempt, isDone, state, found }: StopsPageProps) {
  const t = useT("aid");
  return (
    <div className="wrap">
      <h1>{t("stopsTitle")}</h1>
      <p className="lead">{t("stopsLead")}</p>
      <AidRooms current="stops" />
      {isDone ? <Flash tone="done" title={t("done")} /> : null}
      {found ? <Found found={found} /> : null}
      <Section title={t("stopListTitle")} intro={t("stopListIntro")}>
        <form
          method="post"
          action="/workspace/aid/stops"
          encType="multipart/form-data"
          noValidate
          className="form-page"
        >
          <AidFormNotes state={state} />
          <input type="hidden" name="attempt" value={attempt} />
          <Select
            label={t("stopReason")}
            name="reason"
            error={aidErrorOf(t, state, "reason")}
            defaultValue={state.typed.reason}
            options={LIST_STOP_REASONS.map((reason) => ({
              value: reason,
              label: sayAid(t, `stop_${reason}`),
            }))}
          />
          <FileField
            label={t("file")}
            name="file"
            accept=".csv,text/csv"
            help={t("idColumn")}
            error={aidErrorOf(t, state, "file")}
          />
          <p className="field">
            <SubmitButton>{t("stopListButton")}</SubmitButton>
          </p>
        </form>
        {lists.length > 0 ? <StopLists lists={lists} /> : null}
      </Section>
      <Section title={t("recoveriesTitle")} intro={t("recoveriesIntro")}>
        <Recoveries recoveries={recoveries} />
      </Section>
    </div>
  );
}

function Found({ found }: { found: NonNullable<StopsPageProps["found"]> }) {
  const t = useT("aid");
  const rows = [
    { key: "foundInBatch", ids: found.inBatch },
    { key: "foundPaid", ids: found.paid },
  ] as const;
  return (
    <Flash
      tone={found.inBatch.length + found.paid.length > 0 ? "warn" : "done"}
      title={t("foundTitle", { count: found.stoppedCount })}
    >
      <p>{t("foundRows", { rows: found.rowCount, bad: found.badLines.length })}</p>
      {rows.map(({ key, ids }) =>
        ids.length === 0 ? null : (
          <p key={key}>
            {t(key, { count: ids.length })}{" "}
            {ids.map((id, at) => (
              <a key={id} href={`/workspace/aid/cases/${id}`}>
                {t("caseNo", { number: at + 1 })}{" "}
              </a>
            ))}
          </p>
        ),
      )}
    </Flash>
  );
}

function StopLists({ lists }: { lists: readonly StopListView[] }) {
  const t = useT("aid");
  return (
    <CardsTable
      caption={t("stopListsCaption")}
      showCaption
      rows={lists}
      rowKey={(list) => list.id}
      columns={[
        { key: "at", head: t("at"), cell: (list) => <DateText value={list.uploadedAt} precision="minute" /> },
        { key: "reason", head: t("stopReason"), cell: (list) => sayAid(t, `stop_${list.reason}`) },
        { key: "rows", head: t("rows"), right: true, cell: (list) => list.rowCount },
        { key: "stopped", head: t("stoppedCount"), right: true, cell: (list) => list.stoppedCount },
        { key: "paid", head: t("paidCount"), right: true, cell: (list) => list.paidCount },
      ]}
    />
  );
}

function Recoveries({ recoveries }: { recoveries: readonly RecoveryView[] }) {
  const t = useT("aid");
  return (
    <CardsTable
      caption={t("recoveriesTitle")}
      variant="headed stated"
      rows={recoveries}
      rowKey={(one) => one.id}
      empty={<p className="note">{t("noRecoveries")}</p>}
      columns={[
        {
          key: "case",
          head: t("reference"),
          cell: (one) => <a href={`/workspace/aid/cases/${one.caseId}`}>{one.reference}</a>,
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (one) =>
            one.linkedAt ? (
              <State tone="done">{t("state_recovered")}</State>
            ) : (
              <State tone="wait">{t("waitsForMoney")}</State>
            ),
        },
        { key: "reason", head: t("stopReason"), cell: (one) => sayAid(t, `stop_${one.reason}`) },
        { key: "asked", head: t("askedOn"), cell: (one) => <DateText value={one.askedAt} /> },
        {
          key: "fen",
          head: t("amountHead"),
          right: true,
          cell: (one) => <Money fen={one.amountFen} symbol={false} />,
        },
        {
          key: "link",
          head: t("linkHead"),
          hideHead: true,
          label: null,
          cell: (one) =>
            one.returns.length === 0 ? null : (
              <form method="post" action="/workspace/aid/stops">
                <input type="hidden" name="recoveryId" value={one.id} />
                {one.returns.map((money) => (
                  <SubmitButton key={money.id} quiet name="transferId" value={money.id}>
                    {t("linkButton", { amount: formatYuan(money.leftFen) })}
                  </SubmitButton>
                ))}
              </form>
            ),
        },
      ]}
    />
  );
}
