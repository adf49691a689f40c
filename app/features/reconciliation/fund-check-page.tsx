import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { BreakTable } from "./break-table.tsx";
import { EVIDENCE_DAYS } from "./breaks.ts";
import type { FundCheckView, FundPayment, PaymentRow } from "./fund-queries.server.ts";
import { isClear } from "./funds-page.tsx";
import type { BreakView } from "./queries.server.ts";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface FundCheckPageData {
  reader: BarReader & { mayUpload: boolean; query: string };
  check: FundCheckView;
  breaks: BreakView[];
  payments: FundPayment[];
  older: string | null;
  today: string;
  isChecked: boolean;
}

const PATH = "/workspace/reconciliation";

/** One fund's payments in the four books, side by side, then each payment with its bank rows. */
export function FundCheckPage({ data }: { data: FundCheckPageData }) {
  const { reader, check, breaks, payments, today } = data;
  const t = useT("matching");
  const tr = useT("reconciliation");
  const lang = useLang();
  const fund = lang === "en" ? check.titleEn : check.title;
  return (
    <>
      <WorkspaceBar reader={reader} tab="funds" />
      <div className="wrap">
        <Crumbs
          items={[
            { href: `${PATH}${reader.query}`, label: tr("title") },
            { href: `${PATH}/funds${reader.query}`, label: t("fundsMeta") },
            { label: fund },
          ]}
        />
        <h1>{t(isClear(check) ? "fundTitleClosed" : "fundTitleOpen", { fund })}</h1>
        <p className="lead">{t("fundLead")}</p>
        {data.isChecked ? <Flash title={t("checked")} /> : null}
        <AsOf at={check.checkedAt} />
        <Section title={t("booksTitle")}>
          <FundBooks check={check} />
          <p className="note">{t("booksNote")}</p>
          <p className="note">
            {t("evidenceLine", {
              amount: formatYuan(check.evidenceFen),
              percent: percentText(check.evidenceFen, check.paidFen),
              days: EVIDENCE_DAYS,
            })}
          </p>
          {reader.mayUpload ? (
            <form method="post" className="acts">
              <SubmitButton quiet>{t("checkAgain")}</SubmitButton>
            </form>
          ) : null}
        </Section>
        <Section title={t("fundBreaksTitle")}>
          <BreakTable
            breaks={breaks}
            today={today}
            empty={{ title: t("fundBreaksNone"), text: t("fundBreaksEmpty") }}
          />
        </Section>
        <Section title={t("paymentsTitle")} id="payments">
          <PaymentTable payments={payments} query={reader.query} />
          <Pagination next={data.older} />
        </Section>
      </div>
    </>
  );
}

/** Whole percent, rounded down so that 100 % means all of it. */
function percentText(part: bigint, whole: bigint): string {
  return whole === 0n ? "0%" : `${(part * 100n) / whole}%`;
}

interface BookRow {
  key: string;
  name: string;
  trace: bigint | null;
  payments: bigint | null;
  ledger: bigint | null;
  bank: bigint;
}

function FundBooks({ check }: { check: FundCheckView }) {
  const t = useT("matching");
  const out: BookRow = {
    key: "out",
    name: t("rowOut"),
    trace: check.spansFen,
    payments: check.paidFen,
    ledger: check.ledgerFen,
    bank: check.bankFen,
  };
  const none = { trace: null, payments: null, ledger: null };
  const rows: BookRow[] = [out, { key: "waiting", name: t("rowWaiting"), ...none, bank: check.waitingFen }];
  if (check.missingFen > 0n)
    rows.push({ key: "missing", name: t("rowMissing"), ...none, bank: check.missingFen });
  rows.push({
    key: "back",
    name: t("rowBack"),
    trace: -check.traceBackFen,
    payments: -check.ledgerBackFen,
    ledger: -check.ledgerBackFen,
    bank: -check.bankBackFen,
  });
  const total = (pick: (row: BookRow) => bigint | null) => (
    <Money fen={rows.reduce((sum, row) => sum + (pick(row) ?? 0n), 0n)} symbol={false} />
  );
  const column = (key: "trace" | "payments" | "ledger" | "bank", head: string) => ({
    key,
    head,
    right: true,
    cell: (row: BookRow) => (row[key] === null ? null : <Money fen={row[key]} symbol={false} />),
    foot: total((row) => row[key]),
  });
  return (
    <CardsTable
      caption={t("booksCaption")}
      variant="duo"
      className="four"
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { key: "row", head: t("bookRow"), hideHead: true, cell: (row) => row.name, foot: t("rowNet") },
        column("trace", t("bookTrace")),
        column("payments", t("bookPayments")),
        column("ledger", t("bookLedger")),
        column("bank", t("bookBank")),
      ]}
    />
  );
}

function PaymentTable({ payments, query }: { payments: readonly FundPayment[]; query: string }) {
  const t = useT("matching");
  return (
    <CardsTable
      caption={t("paymentsCaption")}
      variant="headed"
      rows={payments}
      rowKey={(payment) => payment.id}
      empty={<EmptyState title={t("paymentsEmptyTitle")}>{t("paymentsEmpty")}</EmptyState>}
      columns={[
        {
          key: "payment",
          head: t("payment"),
          cell: (payment) => (
            <>
              <a href={`/workspace/disbursements/${payment.id}`}>{payment.purpose}</a>
              <small>
                <DateText value={payment.paidAt} /> {payment.payee}
              </small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          st: true,
          cell: (payment) => <Money fen={payment.amountFen} symbol={false} />,
        },
        { key: "bank", head: t("bank"), cell: (payment) => <BankRows payment={payment} query={query} /> },
        {
          key: "trace",
          head: t("trace"),
          cell: (payment) =>
            payment.spansFen === payment.amountFen ? (
              <State tone="done">{t("traceWhole")}</State>
            ) : (
              <State tone="wait">
                {t("traceOpen", { amount: formatYuan(payment.amountFen - payment.spansFen) })}
              </State>
            ),
        },
        {
          key: "evidence",
          head: t("evidence"),
          cell: (payment) =>
            payment.evidenceCount > 0 ? (
              t("evidenceCount", { count: payment.evidenceCount })
            ) : (
              <State tone="warn">{t("evidenceNone")}</State>
            ),
        },
      ]}
    />
  );
}

function BankRows({ payment, query }: { payment: FundPayment; query: string }) {
  const t = useT("matching");
  if (payment.rows.length === 0) return <State tone="wait">{t("bankNone")}</State>;
  return (
    <>
      {payment.rows.map((row, index) => (
        <div key={`${payment.id}-${index.toString()}`}>
          <BankRow row={row} query={query} />
        </div>
      ))}
    </>
  );
}

function BankRow({ row, query }: { row: PaymentRow; query: string }) {
  const t = useT("matching");
  return (
    <>
      <a href={`${PATH}/${row.day}/${encodeURIComponent(row.source)}${query}`}>
        <DateText value={row.day} precision="short-day" />
      </a>{" "}
      {row.amountFen > 0n ? `${t("bankBack")} ` : row.isPart ? `${t("bankPart")} ` : null}
      <Money fen={row.amountFen} symbol={false} />
    </>
  );
}
