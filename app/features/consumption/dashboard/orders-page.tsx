import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { ORDER_SOURCES, ORDER_STATES } from "./order-filters.ts";
import { GiftE4, ORDERS_PATH, OrderState, orderHref } from "./order-words.tsx";
import type { OrdersData } from "./orders-work.server.ts";

/** An enterprise's orders and returns, each with its exact gift. */
export function OrdersPage(page: OrdersData) {
  const { query, isFirstPage, nextCursor } = page;
  const t = useT("sales");
  return (
    <div className="wrap">
      <h1>{t("ordersTitle")}</h1>
      <p className="lead">{t("ordersLead")}</p>
      <OrderFilterForm {...page} />
      <OrderTable {...page} />
      <Pagination
        first={isFirstPage ? null : `${ORDERS_PATH}?${query}`}
        next={
          nextCursor === null ? null : `${ORDERS_PATH}?${query === "" ? "" : `${query}&`}cursor=${nextCursor}`
        }
      />
      {page.orders.length === 0 ? null : (
        <p className="acts">
          <a href={`${ORDERS_PATH}.csv?${query}`}>{t("ordersFile")}</a>
        </p>
      )}
    </div>
  );
}

function OrderFilterForm({ filters, agreements, query }: OrdersData) {
  const t = useT("sales");
  const lang = useLang();
  return (
    <FilterForm action={ORDERS_PATH} label={t("ordersFilter")} active={query !== ""}>
      <TextField name="from" type="date" label={t("fromDay")} defaultValue={filters.from ?? ""} />
      <TextField name="to" type="date" label={t("toDay")} defaultValue={filters.to ?? ""} />
      <Select
        name="agreement"
        label={t("agreement")}
        blank={t("anyAgreement")}
        defaultValue={filters.agreement ?? ""}
        options={agreements.map((one) => ({
          value: one.id,
          label: inLang(lang, one.campaignTitle, one.campaignTitleEn),
        }))}
      />
      <Select
        name="source"
        label={t("source")}
        blank={t("anySource")}
        defaultValue={filters.source ?? ""}
        options={ORDER_SOURCES.map((value) => ({ value, label: t(`source_${value}`) }))}
      />
      <Select
        name="state"
        label={t("state")}
        blank={t("anyState")}
        defaultValue={filters.state ?? ""}
        options={ORDER_STATES.map((value) => ({ value, label: t(`filter_${value}`) }))}
      />
    </FilterForm>
  );
}

function OrderTable({ orders, query }: OrdersData) {
  const t = useT("sales");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("ordersTitle")}
      variant="duo stated"
      rows={orders}
      rowKey={(order) => `${order.merchantId} ${order.orderNo}`}
      empty={
        query === "" ? (
          <EmptyState title={t("ordersNone")} action={{ href: "/till", label: t("openTill") }}>
            {t("ordersNoneText")}
          </EmptyState>
        ) : (
          <EmptyState title={t("ordersNoMatch")} action={{ href: ORDERS_PATH, label: t("showAll") }}>
            {t("ordersNoMatchText")}
          </EmptyState>
        )
      }
      columns={[
        {
          key: "order",
          head: t("order"),
          cell: (order) => (
            <>
              <a href={orderHref(order)}>{order.orderNo}</a>
              <small>
                {order.type === "return" ? t("returnOf", { orderNo: order.returnOf ?? "" }) : null}{" "}
                {inLang(lang, order.campaignTitle, order.campaignTitleEn)}
              </small>
            </>
          ),
        },
        { key: "state", head: t("state"), st: true, cell: (order) => <OrderState order={order} /> },
        {
          key: "at",
          head: t("soldAt"),
          cell: (order) => <DateText value={order.occurredAt} precision="minute" />,
        },
        { key: "source", head: t("source"), cell: (order) => t(`source_${order.source}`) },
        {
          key: "amount",
          head: t("amountYuan"),
          right: true,
          cell: (order) => (
            <Money fen={order.type === "return" ? -order.amountFen : order.amountFen} symbol={false} />
          ),
        },
        { key: "gift", head: t("giftYuan"), right: true, cell: (order) => <GiftE4 e4={order.giftE4} /> },
      ]}
    />
  );
}
