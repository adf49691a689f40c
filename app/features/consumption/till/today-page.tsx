import { useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import { spokenOrderNo } from "./order-no.ts";
import { TillFrame } from "./till-frame.tsx";
import type { TillRow, TodaySums } from "./today.server.ts";

export interface TodayData {
  shop: string;
  today: TodaySums;
  rows: TillRow[];
}

/** Every order and return of this shop today, with their total. */
export function TodayPage({ data }: { data: TodayData }) {
  const t = useT("till");
  const { today, rows } = data;
  return (
    <TillFrame shop={data.shop}>
      <h1>{t("todayTitle", { day: today.day })}</h1>
      <p className="note">
        {t("sold")} {t("orders", { count: Number(today.orderCount) })} · {t("returned")}{" "}
        {t("orders", { count: Number(today.returnCount) })} · {t("todayGift")} ¥{exactYuan(today.giftE4)}
      </p>
      <CardsTable
        caption={t("listCaption")}
        variant="trio"
        rows={rows}
        rowKey={(row) => row.orderNo}
        empty={<EmptyState title={t("listEmpty")}>{t("listEmptyText")}</EmptyState>}
        columns={[
          {
            key: "order",
            head: t("order"),
            cell: (row) => (
              <>
                <a href={`/till/orders/${encodeURIComponent(row.returnOf ?? row.orderNo)}`}>
                  {spokenOrderNo(row.orderNo)}
                </a>
                <Remark row={row} />
              </>
            ),
          },
          { key: "time", head: t("time"), cell: (row) => <Clock at={row.occurredAt} /> },
          {
            key: "price",
            head: t("price"),
            right: true,
            cell: (row) =>
              formatYuan(row.type === "return" ? -row.amountFen : row.amountFen, { symbol: false }),
          },
          { key: "gives", head: t("gives"), right: true, cell: (row) => exactYuan(row.giftE4) },
        ]}
      />
      {BigInt(rows.length) < today.orderCount + today.returnCount ? (
        <p className="note">{t("shownRows", { count: rows.length })}</p>
      ) : null}
    </TillFrame>
  );
}

/** "10:02" of today. */
export function Clock({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{shanghaiDateTime(at).slice(11, 16)}</time>;
}

function Remark({ row }: { row: TillRow }) {
  const t = useT("till");
  if (row.type === "return") return <small>{t("typeReturn")}</small>;
  return row.returnedFen > 0n ? <small>{returnedWords(t, row)}</small> : null;
}

function returnedWords(t: ReturnType<typeof useT<"till">>, row: TillRow): string {
  if (row.returnedFen >= row.amountFen) return t("allReturned");
  return t("partReturned", { amount: formatYuan(row.returnedFen, { symbol: false }) });
}

/** Rows of orders as links, the newest first: for a return that is asked for at the counter. */
export function OrderLinks({ rows, empty }: { rows: readonly TillRow[]; empty: string }) {
  const t = useT("till");
  if (rows.length === 0) return <p className="note">{empty}</p>;
  return (
    <ul className="picks">
      {rows.map((row) => (
        <li key={row.orderNo}>
          <a className="btn quiet" href={`/till/orders/${encodeURIComponent(row.orderNo)}`}>
            <DateText value={row.occurredAt} precision="short-minute" /> <b>{formatYuan(row.amountFen)}</b>
            <small>{row.returnedFen > 0n ? returnedWords(t, row) : spokenOrderNo(row.orderNo)}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
