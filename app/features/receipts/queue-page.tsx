import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { errorOf, type FormState, sayRefusal } from "./form-state.ts";
import type { ImportedRow } from "./import-receipts.server.ts";
import type { OpenRequest, Receipt, ReceiptSums } from "./queries.server.ts";
import type { ReceiptRule } from "./receipt-rules.ts";

export const RECEIPTS_PATH = "/workspace/receipts";

export interface QueueData {
  requests: OpenRequest[];
  toVoid: Receipt[];
  receipts: Receipt[];
  sums: ReceiptSums;
  rule: ReceiptRule;
  search: string;
  today: string;
}

export interface Imported {
  recorded: number;
  repeated: number;
  refused: ImportedRow[];
}

/** The charity's receipts: what waits, what must be voided, what was issued, and whether it all agrees. */
export function QueuePage({
  page,
  state,
  imported,
}: {
  page: QueueData;
  state: FormState;
  imported: Imported | null;
}) {
  const t = useT("receipts");
  const lang = useLang();
  const { requests, toVoid, rule, today } = page;
  const lateCount = requests.filter(({ dueOn }) => dueOn < today).length;
  const sumFen = requests.reduce((sum, { validFen }) => sum + validFen, 0n);
  return (
    <div className="wrap">
      <h1>{t("workTitle")}</h1>
      <p className="lead">
        {requests.length === 0
          ? t("workLeadNone")
          : t("workLead", { count: requests.length, amount: formatYuan(sumFen, { symbol: false }) })}
        {lateCount > 0 ? ` ${t("workLate", { count: lateCount, days: rule.dueWorkingDays })}` : ""}
      </p>
      {imported ? <ImportedFlash imported={imported} /> : null}
      {state.refusal ? <Flash tone="bad" title={sayRefusal(t, state.refusal)} /> : null}
      <Section title={t("waitingTitle")} id="waiting">
        <WaitingTable requests={requests} today={today} />
        <p className="note">
          {t("rule", { days: rule.dueWorkingDays, source: inLang(lang, rule.source, rule.sourceEn) })}
        </p>
        {requests.length === 0 ? null : (
          <p className="acts">
            <a href={`${RECEIPTS_PATH}/waiting.csv`}>{t("downloadWaiting")}</a>{" "}
            <span className="note">{t("downloadHelp")}</span>
          </p>
        )}
      </Section>
      {toVoid.length === 0 ? null : (
        <Section title={t("toVoidTitle")} intro={t("toVoidIntro")} id="to-void">
          <ToVoidTable receipts={toVoid} />
        </Section>
      )}
      <Section title={t("importTitle")} intro={t("importIntro")} id="import">
        <form
          method="post"
          action={`${RECEIPTS_PATH}?index`}
          encType="multipart/form-data"
          className="form-page"
          noValidate
        >
          <FileField
            label={t("importFile")}
            name="file"
            accept=".csv,text/csv"
            error={errorOf(t, state, "file")}
            required
          />
          <p className="field">
            <SubmitButton quiet>{t("importButton")}</SubmitButton>
          </p>
        </form>
      </Section>
      <Section title={t("sumsTitle")} id="sums">
        <Sums sums={page.sums} />
      </Section>
      <Section title={t("batchTitle")} intro={t("batchIntro")}>
        <p className="acts">
          <a href={`${RECEIPTS_PATH}/certificates`}>{t("batchTitle")}</a>
        </p>
      </Section>
      <Section title={t("listTitle")} id="issued">
        <FilterForm
          action={RECEIPTS_PATH}
          label={t("search")}
          submit={t("searchButton")}
          active={page.search !== ""}
        >
          <SearchField name="q" label={t("search")} defaultValue={page.search} />
        </FilterForm>
        <IssuedTable receipts={page.receipts} />
      </Section>
    </div>
  );
}

function WaitingTable({ requests, today }: { requests: OpenRequest[]; today: string }) {
  const t = useT("receipts");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("waitingCaption")}
      variant="duo stated"
      rows={requests}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("waitingNone")}>{t("waitingNoneText")}</EmptyState>}
      columns={[
        {
          key: "payer",
          head: t("payerHead"),
          cell: (request) => (
            <>
              <a href={`${RECEIPTS_PATH}/requests/${request.id}`}>{request.payer}</a>
              {request.donationIds.length > 1 ? (
                <small>{t("gifts", { count: request.donationIds.length })}</small>
              ) : null}
              {request.replacesId ? <small>{t("reissue")}</small> : null}
            </>
          ),
        },
        {
          key: "due",
          head: t("due"),
          st: true,
          cell: (request) => <DueState dueOn={request.dueOn} today={today} />,
        },
        {
          key: "fund",
          head: t("fund"),
          cell: (request) => inLang(lang, request.fundTitle, request.fundTitleEn),
        },
        { key: "asked", head: t("requested"), cell: (request) => <DateText value={request.requestedAt} /> },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          cell: (request) => <Money fen={request.validFen} symbol={false} />,
        },
      ]}
    />
  );
}

function DueState({ dueOn, today }: { dueOn: string; today: string }) {
  const t = useT("receipts");
  const days = daysBetween(today, dueOn);
  if (days < 0) return <State tone="warn">{t("late", { days: -days })}</State>;
  return <State tone="wait">{days === 0 ? t("dueToday") : t("inTime", { days })}</State>;
}

function ToVoidTable({ receipts }: { receipts: Receipt[] }) {
  const t = useT("receipts");
  return (
    <CardsTable
      caption={t("toVoidCaption")}
      variant="trio"
      rows={receipts}
      rowKey={({ id }) => id}
      columns={[
        { key: "number", head: t("numberHead"), cell: (receipt) => <NumberLink receipt={receipt} /> },
        { key: "payer", head: t("payerHead"), cell: (receipt) => receipt.payer },
        {
          key: "amount",
          head: t("onReceipt"),
          right: true,
          cell: (receipt) => <Money fen={receipt.amountFen} symbol={false} />,
        },
        {
          key: "valid",
          head: t("stillValid"),
          right: true,
          cell: (receipt) => <Money fen={receipt.validFen} symbol={false} />,
        },
      ]}
    />
  );
}

function NumberLink({ receipt }: { receipt: Receipt }) {
  return (
    <a href={`${RECEIPTS_PATH}/${receipt.id}`} className="code">
      {receipt.billCode} {receipt.billNo}
    </a>
  );
}

function IssuedTable({ receipts }: { receipts: Receipt[] }) {
  const t = useT("receipts");
  return (
    <CardsTable
      caption={t("listCaption")}
      variant="duo stated"
      rows={receipts}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("listNone")}>{t("listNoneText")}</EmptyState>}
      columns={[
        { key: "number", head: t("numberHead"), cell: (receipt) => <NumberLink receipt={receipt} /> },
        {
          key: "state",
          head: t("stateHead"),
          st: true,
          cell: (receipt) =>
            receipt.voidedOn ? (
              <State tone="warn">{t("stateVoid", { day: receipt.voidedOn })}</State>
            ) : (
              <State tone="done">{t("stateLive")}</State>
            ),
        },
        { key: "payer", head: t("payerHead"), cell: (receipt) => receipt.payer },
        {
          key: "issued",
          head: t("issuedHead"),
          cell: (receipt) => <span className="num">{receipt.issuedOn}</span>,
        },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          cell: (receipt) => <Money fen={receipt.amountFen} symbol={false} />,
        },
      ]}
    />
  );
}

function Sums({ sums }: { sums: ReceiptSums }) {
  const t = useT("receipts");
  const apart = sums.liveFen - sums.validFen;
  return (
    <>
      <p>
        {apart === 0n ? (
          <State tone="done">{t("sumsEqual")}</State>
        ) : (
          <State tone="warn">{t("sumsUnequal", { amount: formatYuan(apart, { symbol: false }) })}</State>
        )}
      </p>
      <Pairs
        items={[
          {
            term: t("sumLive"),
            value: `${t("count", { count: sums.liveCount })} · ${formatYuan(sums.liveFen)}`,
          },
          { term: t("sumValid"), value: formatYuan(sums.validFen) },
          { term: t("sumVoided"), value: t("count", { count: sums.voidedCount }) },
          { term: t("sumWaived"), value: t("giftCount", { count: sums.waivedCount }) },
        ]}
      />
    </>
  );
}

function ImportedFlash({ imported }: { imported: Imported }) {
  const t = useT("receipts");
  return (
    <Flash
      tone={imported.refused.length > 0 ? "warn" : "done"}
      title={t("imported", { count: imported.recorded })}
    >
      {imported.repeated > 0 ? <p>{t("importedRepeated", { count: imported.repeated })}</p> : null}
      {imported.refused.length === 0 ? null : (
        <>
          <p>{t("importRefusedTitle", { count: imported.refused.length })}</p>
          <ul>
            {imported.refused.map(({ line, billNo, reason }) => (
              <li key={line}>
                {t("importLine", { line, billNo: billNo || "—" })}
                {sayRefusal(t, reason ?? "not-found")}
              </li>
            ))}
          </ul>
        </>
      )}
    </Flash>
  );
}
