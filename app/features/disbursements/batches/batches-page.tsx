import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { PAYEE_CHANNELS } from "../payees/payee.ts";
import type { BatchFormState } from "./batch-form-state.ts";
import { type BatchState, batchState } from "./batch-state.ts";
import type { BatchView, PayableDisbursement, Payer } from "./queries.server.ts";
import type { QueuedLine } from "./queue.server.ts";
import { QueueSection } from "./queue-section.tsx";

export const BATCH_TONES: Record<BatchState, Tone> = {
  prepared: "warn",
  released: "warn",
  sent: "wait",
  settled: "done",
  "partly-failed": "bad",
  cancelled: "wait",
};

export interface BatchesPageProps {
  batches: BatchView[];
  payable: PayableDisbursement[];
  payers: Payer[];
  queue: QueuedLine[];
  attempts: Record<"bank" | "alipay", string>;
  isDone: boolean;
}

const LIST = "/workspace/payment-batches";

/** What can be paid together, what came back, and every batch with where it stands. */
export function BatchesPage({ state, ...props }: BatchesPageProps & { state: BatchFormState }) {
  const t = useT("payouts");
  return (
    <div className="wrap">
      <div className="head">
        <h1>{t("batchesTitle")}</h1>
      </div>
      <p className="lead">{t("batchesLead")}</p>
      {props.isDone ? <Flash tone="done" title={t("batchDone")} /> : null}
      {state.refusal ? <Flash tone="bad" title={t(state.refusal)} /> : null}
      <ErrorSummary errors={Object.entries(state.errors).map(([id, key]) => ({ id, message: t(key) }))} />
      <QueueSection queue={props.queue} />
      <Section title={t("payableTitle")} intro={t("payableIntro")}>
        {props.payable.length === 0 ? <p className="note">{t("payableNone")}</p> : null}
        {PAYEE_CHANNELS.map((channel) => (
          <PrepareForm key={channel} {...props} channel={channel} />
        ))}
      </Section>
      <Section title={t("allBatches")}>
        <BatchTable batches={props.batches} />
      </Section>
    </div>
  );
}

function PrepareForm({
  channel,
  payable,
  payers,
  attempts,
}: BatchesPageProps & { channel: "bank" | "alipay" }) {
  const t = useT("payouts");
  const lang = useLang();
  const mine = payable.filter((one) => one.channel === channel);
  const from = payers.filter((payer) => payer.channel === channel);
  if (mine.length === 0) return null;
  if (from.length === 0) return <p className="note">{t(`noPayer_${channel}`)}</p>;
  return (
    <form method="post" action={LIST}>
      <input type="hidden" name="intent" value="prepare" />
      <input type="hidden" name="attempt" value={attempts[channel]} />
      <fieldset className="field" id={channel === "bank" ? "disbursement" : "disbursement-alipay"}>
        <legend>{t(`channel_${channel}`)}</legend>
        {mine.map((one) => (
          <CheckboxField
            key={one.id}
            id={one.id}
            name="disbursement"
            value={one.id}
            defaultChecked
            label={t("payableLabel", { purpose: one.purpose, amount: formatYuan(one.amountFen) })}
            help={t("payableHelp", { fund: inLang(lang, one.fundTitle, one.fundTitleEn), count: one.lines })}
          />
        ))}
      </fieldset>
      <Select
        id={`payer-${channel}`}
        label={t("payFrom")}
        name="payer"
        options={from.map((payer) => ({ value: `${channel} ${payer.id}`, label: payer.name }))}
      />
      <p className="field">
        <SubmitButton>{t("prepareButton")}</SubmitButton>
      </p>
    </form>
  );
}

function BatchTable({ batches }: { batches: readonly BatchView[] }) {
  const t = useT("payouts");
  return (
    <CardsTable
      caption={t("allBatches")}
      variant="headed"
      rows={batches}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("batchesNone")}>{t("batchesNoneText")}</EmptyState>}
      columns={[
        {
          key: "id",
          head: t("batch"),
          cell: ({ id, channel, lineCount, preparedAt }) => (
            <>
              <a href={`${LIST}/${id}`}>{id}</a>
              <small>
                {t(`channel_${channel}`)} {t("linesCount", { count: lineCount })}{" "}
                <DateText value={preparedAt} precision="short-day" />
              </small>
            </>
          ),
        },
        {
          key: "total",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: ({ totalFen }) => <Money fen={totalFen} symbol={false} />,
        },
        {
          key: "state",
          head: t("status"),
          cell: (batch) => {
            const state = batchState(batch);
            return <State tone={BATCH_TONES[state]}>{t(`batch_${state}`)}</State>;
          },
        },
        {
          key: "result",
          head: t("result"),
          cell: ({ paidCount, failedCount, sentAt }) =>
            sentAt ? t("resultCounts", { paid: paidCount, failed: failedCount }) : null,
        },
      ]}
    />
  );
}
