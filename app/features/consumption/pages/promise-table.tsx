import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable, type Column } from "#app/ui/cards-table.tsx";
import { MiniBar } from "#app/ui/fund-bar.tsx";
import { Money } from "#app/ui/money.tsx";
import { mostOf } from "#app/ui/share.ts";
import type { AgreementRow } from "./agreement-rows.server.ts";
import { daysHref, merchantHref } from "./hrefs.ts";
import { accruedFen, sumPromises } from "./promise-sums.ts";
import { RuleWords } from "./rule-words.tsx";
import { StandingState } from "./standing-state.tsx";

interface PromiseTableProps {
  caption: string;
  rows: readonly AgreementRow[];
  /** What heads a row: the enterprise, or on its own page the campaign. */
  headedBy: "merchant" | "campaign";
  /** Fewer columns, where the table stands in a narrow place. */
  brief?: boolean;
  /** With a bar a row, all to one scale: paid is solid, confirmed and not paid is hatched. The figures beside it are its twin. */
  drawn?: boolean;
  empty?: ReactNode;
}

/** Promised against paid, an agreement a row; every sum of the foot is the sum of its column. */
export function PromiseTable(props: PromiseTableProps) {
  const { caption, rows, headedBy, brief = false, drawn = false, empty } = props;
  const t = useT("promises");
  const all = sumPromises(rows.map(({ sums }) => sums));
  const mostFen = mostOf(
    rows.map(({ sums }) => sums.promisedFen),
    1n,
  );
  const money = (key: string, head: string, fenOf: (sums: AgreementRow["sums"]) => bigint) =>
    ({
      key,
      head,
      right: true,
      cell: (row) => <Money fen={fenOf(row.sums)} symbol={false} />,
      foot: <Money fen={fenOf(all)} symbol={false} />,
    }) satisfies Column<AgreementRow>;
  const columns: (Column<AgreementRow> | null)[] = [
    {
      key: "who",
      head: t(headedBy === "merchant" ? "merchant" : "campaign"),
      cell: (row) => <RowHead row={row} headedBy={headedBy} />,
      foot: t("total"),
    },
    {
      key: "state",
      head: t("badge"),
      label: null,
      className: "badge-cell",
      cell: (row) => <StandingState row={row} />,
      foot: null,
    },
    drawn
      ? {
          key: "bar",
          head: t("drawing"),
          hideHead: true,
          label: null,
          className: "bar-cell",
          cell: ({ sums }) => (
            <MiniBar
              whole={mostFen}
              parts={[{ fen: sums.paidFen }, { fen: sums.promisedFen - sums.paidFen, hatched: true }]}
            />
          ),
          foot: null,
        }
      : null,
    brief
      ? null
      : {
          key: "orders",
          head: t("orders"),
          right: true,
          cell: (row) => row.sums.orderCount.toLocaleString("en-US"),
          foot: all.orderCount.toLocaleString("en-US"),
        },
    money("accrued", t("accrued"), accruedFen),
    {
      ...money("promised", t("promised"), (sums) => sums.promisedFen),
      // Its rows: a posting a day.
      cell: (row) => (
        <a href={daysHref(row.campaignSlug, row.id)}>
          <Money fen={row.sums.promisedFen} symbol={false} />
        </a>
      ),
    },
    brief ? null : money("stated", t("stated"), (sums) => sums.statedFen),
    money("paid", t("paid"), (sums) => sums.paidFen),
    {
      ...money("overdue", t("overdue"), (sums) => sums.overdueFen),
      className: all.overdueFen > 0n ? "late" : undefined,
    },
  ];
  return (
    <CardsTable
      caption={caption}
      variant="duo"
      className="promises"
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns.filter((column) => column !== null)}
      empty={empty}
    />
  );
}

function RowHead({ row, headedBy }: { row: AgreementRow; headedBy: PromiseTableProps["headedBy"] }) {
  const lang = useLang();
  return (
    <>
      {headedBy === "merchant" ? (
        <a href={merchantHref(row.merchantSlug)}>{inLang(lang, row.merchantName, row.merchantNameEn)}</a>
      ) : (
        <a href={`/consumption/${encodeURIComponent(row.campaignSlug)}`}>
          {inLang(lang, row.campaignTitle, row.campaignTitleEn)}
        </a>
      )}
      <small>
        <RuleWords terms={row.terms} />
      </small>
    </>
  );
}
