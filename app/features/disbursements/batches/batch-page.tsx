import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { accountWords, failureWords, PAYEE_TONES } from "../payees/payees-section.tsx";
import type { BatchFormState } from "./batch-form-state.ts";
import { BatchSheet } from "./batch-sheet.tsx";
import { batchState } from "./batch-state.ts";
import { BATCH_TONES } from "./batches-page.tsx";
import type { BatchLineView, BatchView } from "./queries.server.ts";

export interface BatchPageProps {
  batch: BatchView;
  lines: BatchLineView[];
  userId: string;
  mayRelease: boolean;
  today: string;
  isDone: boolean;
}

/** One batch: its control figures, its lines with their outcomes, and on the side what to do next. */
export function BatchPage({ state, ...props }: BatchPageProps & { state: BatchFormState }) {
  const { batch, lines } = props;
  const t = useT("payouts");
  const where = batchState(batch);
  const rest = (
    <>
      <Section title={t("controlTitle")} first>
        <BatchFacts batch={batch} />
        {batch.sentAt && !batch.settledAt ? (
          <ProgressBar
            label={t("answersSoFar")}
            done={batch.paidCount + batch.failedCount}
            total={batch.lineCount}
          />
        ) : null}
      </Section>
      <Section title={t("linesTitle")}>
        <LineTable lines={lines} />
      </Section>
    </>
  );
  const hasSheet = where !== "cancelled" && where !== "settled";
  return (
    <div className="wrap">
      <Crumbs
        items={[{ href: "/workspace/payment-batches", label: t("batchesTitle") }, { label: batch.id }]}
      />
      <div className="head">
        <h1>
          <span>{batch.id}</span> <Money fen={batch.totalFen} />
        </h1>
        <State tone={BATCH_TONES[where]}>{t(`batch_${where}`)}</State>
      </div>
      {props.isDone ? <Flash tone="done" title={t("batchDone")} /> : null}
      {state.refusal ? <Flash tone="bad" title={t(state.refusal)} /> : null}
      <ErrorSummary errors={Object.entries(state.errors).map(([id, key]) => ({ id, message: t(key) }))} />
      {hasSheet ? (
        <Split
          side={<BatchSheet {...props} state={state} />}
          sideLabelledBy="do"
          sideClass="sheet review no-print"
        >
          {rest}
        </Split>
      ) : (
        rest
      )}
    </div>
  );
}

function BatchFacts({ batch }: { batch: BatchView }) {
  const t = useT("payouts");
  const who = (name: string | null, at: Date | null) =>
    at ? (
      <>
        {name} <DateText value={at} precision="minute" />
      </>
    ) : null;
  const sha = (text: string | null) => (text ? <span className="code">{text}</span> : null);
  const items = [
    { term: t("channel"), value: t(`channel_${batch.channel}`) },
    {
      term: t("payFrom"),
      value: batch.channel === "bank" ? t("accountEnd", { end: batch.payer }) : batch.payer,
    },
    { term: t("lineCount"), value: String(batch.lineCount) },
    { term: t("controlTotal"), value: <Money fen={batch.totalFen} /> },
    { term: t("preparedBy"), value: who(batch.preparedByName, batch.preparedAt) },
    { term: t("releasedBy"), value: who(batch.releasedByName, batch.releasedAt) },
    { term: t("sentAt"), value: batch.sentAt ? <DateText value={batch.sentAt} precision="minute" /> : null },
    { term: t("bankReference"), value: batch.channel === "bank" ? batch.bankReference : null },
    {
      term: t("settledAt"),
      value: batch.settledAt ? <DateText value={batch.settledAt} precision="minute" /> : null,
    },
    {
      term: t("result"),
      value: batch.sentAt ? t("resultCounts", { paid: batch.paidCount, failed: batch.failedCount }) : null,
    },
    { term: t("shaUtf8"), value: sha(batch.sha256Utf8) },
    { term: t("shaGb"), value: sha(batch.sha256Gb18030) },
  ];
  return <Pairs items={items.filter(({ value }) => value !== null)} />;
}

function LineTable({ lines }: { lines: readonly BatchLineView[] }) {
  const t = useT("payouts");
  return (
    <CardsTable
      caption={t("linesTitle")}
      variant="stated"
      rows={lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "who",
          head: t("payee"),
          cell: ({ number, name, bank, accountEnd, disbursementId, purpose }) => (
            <>
              {number} {name}
              <small>
                {bank} {accountWords(t, accountEnd)} ·{" "}
                <a href={`/workspace/disbursements/${disbursementId}`}>{purpose}</a>
              </small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          cell: ({ amountFen }) => <Money fen={amountFen} symbol={false} />,
        },
        {
          key: "state",
          head: t("status"),
          st: true,
          cell: ({ state, failureCode, isUnclear }) => (
            <State tone={PAYEE_TONES[state]}>
              {isUnclear && state === "sent" ? t("unclear") : t(`payee_${state}`)}
              {failureCode ? ` ${failureWords(t, failureCode)}` : ""}
            </State>
          ),
        },
      ]}
    />
  );
}
