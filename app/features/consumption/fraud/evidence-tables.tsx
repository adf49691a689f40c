import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { statementHref } from "../pages/hrefs.ts";
import { postingHref } from "../postings/posting-href.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { EvidenceOrder, EvidenceRows } from "./evidence-queries.server.ts";
import type { SignalSide } from "./signal.ts";

/** The rows behind a signal, each leading to where it stands. */
export function EvidenceTables(props: { rows: EvidenceRows; side: SignalSide; campaignSlug: string }) {
  const { rows, side, campaignSlug } = props;
  return (
    <>
      {rows.orders.length > 0 ? <Orders orders={rows.orders} /> : null}
      {rows.payments.length > 0 ? <Payments payments={rows.payments} side={side} /> : null}
      {rows.statements.length > 0 ? (
        <Statements statements={rows.statements} side={side} campaignSlug={campaignSlug} />
      ) : null}
      {rows.shops.length > 0 ? <Shops shops={rows.shops} /> : null}
    </>
  );
}

/** So many orders are seen at once; a phone shows each as a card. */
const ORDERS_SHOWN = 12;

function Orders({ orders }: { orders: EvidenceOrder[] }) {
  const t = useT("consumptionFraud");
  const rest = orders.slice(ORDERS_SHOWN);
  return (
    <Section title={t("ordersTitle", { count: orders.length })}>
      <OrdersTable caption={t("ordersCaption")} orders={orders.slice(0, ORDERS_SHOWN)} />
      {rest.length > 0 ? (
        <details>
          <summary>{t("ordersRest", { count: rest.length })}</summary>
          <OrdersTable caption={t("ordersRest", { count: rest.length })} orders={rest} />
        </details>
      ) : null}
    </Section>
  );
}

function OrdersTable({ caption, orders }: { caption: string; orders: EvidenceOrder[] }) {
  const t = useT("consumptionFraud");
  const lang = useLang();
  return (
    <CardsTable
      caption={caption}
      variant="headed"
      rows={orders}
      rowKey={(one) => one.orderNo}
      columns={[
        {
          key: "no",
          head: t("orderNo"),
          cell: (one) =>
            one.postedDay ? (
              <a href={postingHref(one.campaignSlug, one.agreementId, one.postedDay)}>{one.orderNo}</a>
            ) : (
              one.orderNo
            ),
        },
        { key: "at", head: t("at"), cell: (one) => <DateText value={one.occurredAt} precision="second" /> },
        {
          key: "campaign",
          head: t("campaign"),
          cell: (one) => inLang(lang, one.campaignTitle, one.campaignTitleEn),
        },
        { key: "amount", head: t("amount"), right: true, cell: (one) => <Money fen={one.amountFen} /> },
        { key: "gift", head: t("gift"), right: true, cell: (one) => exactYuan(one.giftE4) },
        {
          key: "back",
          head: t("returned"),
          right: true,
          cell: (one) => (one.returnedFen > 0n ? <Money fen={one.returnedFen} /> : t("none")),
        },
        { key: "source", head: t("source"), cell: (one) => t(`source_${one.source}`) },
      ]}
    />
  );
}

function Payments({ payments, side }: { payments: EvidenceRows["payments"]; side: SignalSide }) {
  const t = useT("consumptionFraud");
  const lang = useLang();
  return (
    <Section title={t("paymentsTitle")}>
      <CardsTable
        caption={t("paymentsTitle")}
        variant="headed"
        rows={payments}
        rowKey={(one) => one.id}
        columns={[
          {
            key: "purpose",
            head: t("purpose"),
            cell: (one) => {
              const said = inLang(lang, one.purpose, one.purposeEn);
              return side === "charity" ? <a href={`/workspace/disbursements/${one.id}`}>{said}</a> : said;
            },
          },
          { key: "payee", head: t("payee"), cell: (one) => one.payee },
          { key: "amount", head: t("paid"), right: true, cell: (one) => <Money fen={one.amountFen} /> },
          { key: "at", head: t("proposedAt"), cell: (one) => <DateText value={one.proposedAt} /> },
        ]}
      />
    </Section>
  );
}

function Statements(props: {
  statements: EvidenceRows["statements"];
  side: SignalSide;
  campaignSlug: string;
}) {
  const { statements, side, campaignSlug } = props;
  const t = useT("consumptionFraud");
  const hrefOf = (id: string) =>
    side === "charity" ? `/workspace/consumption/statements/${id}` : statementHref(campaignSlug, id);
  return (
    <Section title={t("statementsTitle")}>
      <CardsTable
        caption={t("statementsTitle")}
        variant="headed"
        rows={statements}
        rowKey={(one) => one.id}
        columns={[
          {
            key: "number",
            head: t("statement"),
            cell: (one) => (
              <a href={hrefOf(one.id)}>
                {t("statementNo", { number: one.number, month: one.periodTo.slice(0, 7) })}
              </a>
            ),
          },
          { key: "amount", head: t("due"), right: true, cell: (one) => <Money fen={one.amountFen} /> },
          { key: "paid", head: t("paid"), right: true, cell: (one) => <Money fen={one.paidFen} /> },
          { key: "by", head: t("payBy"), cell: (one) => <DateText value={one.payBy} /> },
        ]}
      />
    </Section>
  );
}

function Shops({ shops }: { shops: EvidenceRows["shops"] }) {
  const t = useT("consumptionFraud");
  const lang = useLang();
  return (
    <Section title={t("shopsTitle")}>
      <ul>
        {shops.map((shop) => (
          <li key={shop.id}>
            {inLang(lang, shop.name, shop.nameEn)} <small>{shop.address}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
