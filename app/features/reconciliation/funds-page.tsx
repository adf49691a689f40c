import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import type { FundCheckView } from "./fund-queries.server.ts";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface FundsPageData {
  reader: BarReader & { query: string };
  funds: FundCheckView[];
}

const PATH = "/workspace/reconciliation";

/** Every fund's payments and whether bank, ledger and trace agree with them. */
export function FundsPage({ data: { reader, funds } }: { data: FundsPageData }) {
  const t = useT("matching");
  const tr = useT("reconciliation");
  const open = funds.filter((fund) => !isClear(fund));
  const checkedAt = funds.reduce<Date | null>(
    (last, fund) => (last === null || fund.checkedAt > last ? fund.checkedAt : last),
    null,
  );
  return (
    <>
      <WorkspaceBar reader={reader} tab="funds" />
      <div className="wrap">
        <Crumbs items={[{ href: `${PATH}${reader.query}`, label: tr("title") }, { label: t("fundsMeta") }]} />
        <h1>
          {funds.length === 0
            ? t("fundsTitleNone")
            : open.length > 0
              ? t("fundsTitleOpen", { total: funds.length, count: open.length })
              : t("fundsTitleClear", { count: funds.length })}
        </h1>
        <p className="lead">{t("fundsLead")}</p>
        {checkedAt ? <AsOf at={checkedAt} /> : null}
        <FundCheckTable
          funds={funds}
          caption={t("fundsCaption")}
          hrefOf={(fund) => `${PATH}/funds/${fund.fundId}${reader.query}`}
        />
      </div>
    </>
  );
}

export const isClear = (fund: Pick<FundCheckView, "isClosed" | "breakCount">): boolean =>
  fund.isClosed && fund.breakCount === 0;

/** One line per fund; also for the public, with addresses that the public has. */
export function FundCheckTable(props: {
  funds: readonly FundCheckView[];
  caption: string;
  hrefOf: (fund: FundCheckView) => string;
}) {
  const t = useT("matching");
  const lang = useLang();
  const money = (fen: bigint) => (fen === 0n ? null : <Money fen={fen} symbol={false} />);
  const sum = (pick: (fund: FundCheckView) => bigint) => (
    <Money fen={props.funds.reduce((all, fund) => all + pick(fund), 0n)} symbol={false} />
  );
  const column = (key: string, head: string, pick: (fund: FundCheckView) => bigint) => ({
    key,
    head,
    right: true,
    cell: (fund: FundCheckView) => money(pick(fund)),
    foot: sum(pick),
  });
  return (
    <CardsTable
      caption={props.caption}
      variant="headed"
      rows={props.funds}
      rowKey={(fund) => fund.fundId}
      empty={<EmptyState title={t("fundsEmptyTitle")}>{t("fundsEmpty")}</EmptyState>}
      columns={[
        {
          key: "fund",
          head: t("fund"),
          cell: (fund) => <a href={props.hrefOf(fund)}>{lang === "en" ? fund.titleEn : fund.title}</a>,
          foot: t("total"),
        },
        column("paid", t("paid"), (fund) => fund.paidFen),
        column("bank", t("atBank"), (fund) => fund.bankFen),
        column("waiting", t("waiting"), (fund) => fund.waitingFen),
        column("missing", t("missing"), (fund) => fund.missingFen),
        column("back", t("back"), (fund) => fund.bankBackFen),
        { key: "result", head: t("result"), st: true, cell: (fund) => <FundState fund={fund} />, foot: "" },
      ]}
    />
  );
}

export function FundState({ fund }: { fund: Pick<FundCheckView, "isClosed" | "breakCount"> }) {
  const t = useT("matching");
  if (isClear(fund)) return <State tone="done">{t("resultClosed")}</State>;
  if (fund.breakCount > 0) return <State tone="warn">{t("resultBreaks", { count: fund.breakCount })}</State>;
  return <State tone="warn">{t("resultNotClosed")}</State>;
}
