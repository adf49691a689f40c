import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { State } from "#app/ui/state.tsx";
import { postingHref } from "../postings/posting-href.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import { campaignHref, merchantHref, ordersHref } from "./hrefs.ts";
import type { OrdersData, PublicOrder } from "./load-orders.server.ts";

/** Every order of a campaign and what it gave, exact before rounding: the rows of all its sums. */
export function OrdersPage({ fund, orders, nextCursor, isFirstPage }: OrdersData) {
  const t = useT("promises");
  const lang = useLang();
  const path = ordersHref(fund.slug);
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/consumption", label: t("consumption") },
          { href: campaignHref(fund.slug), label: inLang(lang, fund.title, fund.titleEn) },
        ]}
      />
      <h1>{t("ordersTitle")}</h1>
      <p className="lead">{t("ordersLead")}</p>
      <CardsTable
        caption={t("ordersCaption")}
        variant="duo stated"
        rows={orders}
        rowKey={(row) => String(row.place)}
        empty={<EmptyState title={t("noOrders")}>{t("noOrdersText")}</EmptyState>}
        columns={[
          {
            key: "at",
            head: t("orderAt"),
            cell: (row) => <DateText value={row.occurredAt} precision="second" />,
          },
          {
            key: "gift",
            head: t("giftYuan"),
            st: true,
            right: true,
            cell: (row) => exactYuan(row.giftE4),
          },
          {
            key: "merchant",
            head: t("merchant"),
            cell: (row) => (
              <a href={merchantHref(row.merchantSlug)}>
                {inLang(lang, row.merchantName, row.merchantNameEn)}
              </a>
            ),
          },
          {
            key: "number",
            head: t("orderEnd"),
            cell: (row) => <span className="code">…{row.orderEnd}</span>,
          },
          { key: "state", head: t("state"), cell: (row) => <OrderState row={row} campaign={fund.slug} /> },
        ]}
      />
      <Pagination
        first={isFirstPage ? null : path}
        next={nextCursor ? `${path}?cursor=${nextCursor}` : null}
      />
    </div>
  );
}

function OrderState({ row, campaign }: { row: PublicOrder; campaign: string }) {
  const t = useT("promises");
  return (
    <>
      {row.type === "return" ? <State tone="warn">{t("isReturn")}</State> : null}{" "}
      {row.postedDay === null ? (
        <State tone="wait">{t("orderWaits")}</State>
      ) : (
        <a href={postingHref(campaign, row.agreementId, row.postedDay)}>
          {t("orderPosted", { day: row.postedDay })}
        </a>
      )}
    </>
  );
}
