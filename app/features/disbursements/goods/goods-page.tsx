import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { addDays } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { loadGoods } from "./goods-pages.server.ts";
import type { StockedItem } from "./queries.server.ts";

/** Goods that expire within so many days are pointed out. */
const SOON_DAYS = 60;

type GoodsProps = Awaited<ReturnType<typeof loadGoods>>;

/** Goods in kind: what waits to be counted first, then what lies in store, the soonest expiry first. */
export function GoodsPage({ items, today, done }: GoodsProps) {
  const t = useT("goods");
  const lang = useLang();
  return (
    <div className="wrap">
      <div className="head">
        <h1>{t("title")}</h1>
        <p className="acts">
          <ButtonLink href="/workspace/goods/new">{t("toNew")}</ButtonLink>
        </p>
      </div>
      <p className="lead">{t("lead")}</p>
      {done === "recorded" ? <Flash title={t("done_recorded")} /> : null}
      <CardsTable
        caption={t("caption")}
        variant="stated"
        rows={items}
        rowKey={(item) => item.id}
        empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
        columns={[
          {
            key: "name",
            head: t("col_goods"),
            cell: (item) => (
              <>
                <a href={`/workspace/goods/${item.id}`}>{item.name}</a>
                <small>{inLang(lang, item.fundTitle, item.fundTitleEn)}</small>
              </>
            ),
          },
          {
            key: "state",
            head: t("col_state"),
            st: true,
            label: null,
            cell: (item) => <ItemState item={item} />,
          },
          {
            key: "received",
            head: t("col_received"),
            right: true,
            cell: (item) => t("amountOf", { quantity: item.quantity, unit: item.unit }),
          },
          { key: "stock", head: t("col_stock"), cell: (item) => <Stock item={item} /> },
          {
            key: "expires",
            head: t("col_expires"),
            cell: (item) => (item.expiresOn ? <Expiry on={item.expiresOn} today={today} /> : null),
          },
          {
            key: "value",
            head: t("col_value"),
            right: true,
            cell: (item) => <Money fen={item.valueFen} symbol={false} />,
          },
        ]}
      />
      <p className="note after">{t("valueNote")}</p>
    </div>
  );
}

export function ItemState({ item }: { item: StockedItem }) {
  const t = useT("goods");
  if (item.decision === null) return <State tone="warn">{t("state_waiting")}</State>;
  if (item.decision === "rejected") return <State tone="wait">{t("state_rejected")}</State>;
  if (item.openMoves > 0) return <State tone="warn">{t("state_open", { count: item.openMoves })}</State>;
  return item.stock.length === 0 ? <State>{t("state_gone")}</State> : <State>{t("state_stored")}</State>;
}

/** What lies where, one line a place. */
export function Stock({ item }: { item: StockedItem }) {
  const t = useT("goods");
  if (item.stock.length === 0) return null;
  return (
    <>
      {item.stock.map(({ place, quantity }) => (
        <small key={place}>{t("stockAt", { place, quantity, unit: item.unit })}</small>
      ))}
    </>
  );
}

export function Expiry({ on, today }: { on: string; today: string }) {
  const t = useT("goods");
  if (on < today) return <State tone="bad">{t("expiredOn", { day: on })}</State>;
  if (on <= addDays(today, SOON_DAYS)) return <State tone="warn">{t("expiresSoon", { day: on })}</State>;
  return <DateText value={on} />;
}
