import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable, type Column } from "#app/ui/cards-table.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { type BalanceLine, balanceLines } from "./balance-sheet.ts";
import { LedgerRows } from "./ledger-rows.tsx";
import type { LedgerData } from "./load-ledger.server.ts";

const MONEY = "CNY";

/** The open ledger: both sides agree, who holds what, and every row. */
export function LedgerPage({ accounts, head, rows, nextBefore, isFirstPage, asOf }: LedgerData) {
  const t = useT("ledger");
  const debitFen = accounts
    .filter((account) => account.currency === MONEY)
    .reduce((sum, account) => sum + account.debitFen, 0n);
  return (
    <div className="wrap">
      <Answer
        title={t("say", { count: Number(head.nextIndex + head.pendingCount), amount: formatYuan(debitFen) })}
        lead={t("lead")}
      >
        <AsOf at={asOf}>
          {t("asOfRows", { index: head.nextIndex === 0n ? 0 : Number(head.nextIndex - 1n) })}{" "}
          <a href="/ledger/health">{t("seeHealth")}</a>
        </AsOf>
      </Answer>
      {isFirstPage ? <BalanceSheet accounts={accounts} /> : null}
      <Section title={t("rows")} intro={t("rowsIntro")} id="rows">
        <LedgerRows rows={rows} />
        <Pagination
          first={isFirstPage ? null : "/ledger#rows"}
          next={nextBefore === null ? null : `/ledger?before=${nextBefore}#rows`}
        />
      </Section>
    </div>
  );
}

function BalanceSheet({ accounts }: Pick<LedgerData, "accounts">) {
  const t = useT("ledger");
  const others = [...new Set(accounts.map((account) => account.currency))].filter((unit) => unit !== MONEY);
  return (
    <Section title={t("balance")} intro={t("balanceIntro")}>
      <BalanceTable lines={balanceLines(accounts, MONEY)} />
      {others.map((unit) => (
        <div key={unit}>
          <p className="note after">{t("goodsNote", { currency: unit })}</p>
          <BalanceTable lines={balanceLines(accounts, unit)} />
        </div>
      ))}
      <p className="more">
        <a href="/ledger/accounts">{t("accounts")}</a>
      </p>
    </Section>
  );
}

const SUMS = [
  "inHandFen",
  "receivableFen",
  "payableFen",
  "restrictedFen",
  "ownFen",
  "differenceFen",
] as const;
const SUM_HEADS = {
  inHandFen: "inHand",
  receivableFen: "receivable",
  payableFen: "payable",
  restrictedFen: "restricted",
  ownFen: "own",
  differenceFen: "difference",
} as const;

function BalanceTable({ lines }: { lines: readonly BalanceLine[] }) {
  const t = useT("ledger");
  const lang = useLang();
  const sums = SUMS.map(
    (sum): Column<BalanceLine> => ({
      key: sum,
      head: t(SUM_HEADS[sum]),
      right: true,
      cell: (line) => <Money fen={line[sum]} symbol={false} />,
      foot: <Money fen={lines.reduce((total, line) => total + line[sum], 0n)} symbol={false} />,
    }),
  );
  return (
    <CardsTable
      caption={t("balanceCaption")}
      variant="duo"
      className="balance"
      rows={lines}
      rowKey={(line) => line.slug}
      columns={[
        {
          key: "organization",
          head: t("organization"),
          cell: (line) => (
            <a href={`/ledger/accounts?organization=${line.slug}`}>{inLang(lang, line.name, line.nameEn)}</a>
          ),
          foot: t("total"),
        },
        ...sums,
      ]}
      empty={<p className="note">{t("noAccounts")}</p>}
    />
  );
}
