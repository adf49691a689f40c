import type { ReactNode } from "react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Steps } from "#app/ui/steps.tsx";
import { percentText, ruleText } from "../rules/rule-text.ts";
import { type GiftStep, giftSteps } from "./gift-steps.ts";
import { GiftE4, ORDERS_PATH, OrderState, orderHref } from "./order-words.tsx";
import type { OrderData } from "./orders-work.server.ts";

/** One order or return: the reckoning of its gift line by line, and what became of it. */
export function OrderPage(page: OrderData) {
  const { order, returns } = page;
  const t = useT("sales");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs items={[{ href: ORDERS_PATH, label: t("ordersTitle") }, { label: order.orderNo }]} />
      <h1>{t(order.type === "return" ? "returnTitle" : "orderTitle", { orderNo: order.orderNo })}</h1>
      <p className="lead">
        <DateText value={order.occurredAt} precision="second" /> {t(`source_${order.source}`)}
      </p>
      <p>
        <OrderState order={order} />
      </p>
      <Section
        title={t("reckoning")}
        intro={t("reckoningBy", { version: order.version, from: order.effectiveOn })}
      >
        <p>
          <a href={`/workspace/sales/agreements/${order.agreementId}`}>
            {inLang(lang, order.campaignTitle, order.campaignTitleEn)}
          </a>
          {t("colon")}
          {ruleText(order.terms, lang)}
        </p>
        <Reckoning order={order} />
      </Section>
      {returns.length === 0 ? null : (
        <Section title={t("returns")}>
          <CardsTable
            caption={t("returns")}
            variant="duo"
            rows={returns}
            rowKey={(one) => one.orderNo}
            columns={[
              {
                key: "order",
                head: t("order"),
                cell: (one) => (
                  <a href={orderHref({ merchantId: order.merchantId, orderNo: one.orderNo })}>
                    {one.orderNo}
                  </a>
                ),
              },
              {
                key: "at",
                head: t("soldAt"),
                cell: (one) => <DateText value={one.occurredAt} precision="minute" />,
              },
              {
                key: "amount",
                head: t("amountYuan"),
                right: true,
                cell: (one) => <Money fen={-one.amountFen} symbol={false} />,
              },
              { key: "gift", head: t("giftYuan"), right: true, cell: (one) => <GiftE4 e4={one.giftE4} /> },
            ]}
          />
        </Section>
      )}
      <Section title={t("became")}>
        <Became {...page} />
      </Section>
    </div>
  );
}

function Reckoning({ order }: Pick<OrderData, "order">) {
  const t = useT("sales");
  const say = useStepWords();
  if (order.type === "return" && order.original !== null)
    return (
      <Pairs
        items={[
          {
            term: t("returnedOf"),
            value: (
              <a href={orderHref({ merchantId: order.merchantId, orderNo: order.returnOf ?? "" })}>
                {order.returnOf}
              </a>
            ),
          },
          { term: t("originalPrice"), value: formatYuan(order.original.amountFen) },
          { term: t("originalGift"), value: <GiftE4 e4={order.original.giftE4} /> },
          { term: t("returnedPrice"), value: formatYuan(order.amountFen) },
          { term: t("takenBack"), value: <GiftE4 e4={order.giftE4} />, total: true },
        ]}
      />
    );
  const steps = giftSteps(order.terms, order);
  return <Pairs items={steps.map((step) => ({ ...say(step), total: step.kind === "gift" }))} />;
}

function useStepWords() {
  const t = useT("sales");
  return (step: GiftStep): { term: string; value: ReactNode } => {
    switch (step.kind) {
      case "price":
      case "discount":
      case "paid":
      case "each-order":
        return { term: t(`step_${step.kind}`), value: formatYuan(step.fen) };
      case "items":
        return {
          term: t("step_items"),
          value: t("itemsTimes", { number: step.count, amount: formatYuan(step.fen) }),
        };
      case "rate":
        return { term: t(step.isOfPaid ? "step_rate-paid" : "step_rate"), value: percentText(step.bp) };
      case "tier":
        return { term: t("step_tier", { from: formatYuan(step.fromFen) }), value: percentText(step.bp) };
      case "no-tier":
        return { term: t("step_no-tier", { from: formatYuan(step.fromFen) }), value: percentText(0) };
      case "round-up":
        return { term: t("step_round-up", { unit: formatYuan(step.unitFen) }), value: formatYuan(step.fen) };
      case "shopper":
        return { term: t("step_shopper"), value: t("step_shopperText") };
      case "order-cap":
        return { term: t("step_order-cap"), value: formatYuan(step.capFen) };
      case "by-rule":
      case "gift":
        return { term: t(`step_${step.kind}`), value: <GiftE4 e4={step.giftE4} /> };
    }
  };
}

/** Waiting for returns, posted, on a statement, paid: the steps that are done and the next one. */
function Became({ order, postedFrom }: OrderData) {
  const t = useT("sales");
  const isPosted = order.postedDay !== null;
  const isStated = order.statementId !== null;
  const isPaid = order.statementState === "paid" || order.statementState === "reconciled";
  return (
    <Steps
      label={t("became")}
      items={[
        {
          title: t("becameRecorded"),
          at: <DateText value={order.recordedAt} precision="minute" />,
          mark: "done",
        },
        {
          title: t(isPosted ? "becamePosted" : "becameWaiting"),
          at: <DateText value={order.postedDay ?? postedFrom} />,
          note: isPosted ? (
            <CountedNote order={order} />
          ) : (
            t("becameWaitingNote", { days: order.terms.returnDays })
          ),
          mark: isPosted ? "done" : "next",
        },
        {
          title: isStated ? t("becameStated", { number: order.statementNumber ?? 0 }) : t("becameUnstated"),
          note: isStated ? (
            <a href={`/workspace/sales/statements/${order.statementId}`}>{t("seeStatement")}</a>
          ) : undefined,
          mark: isStated ? "done" : "next",
        },
        {
          title: t(isPaid ? "becamePaid" : "becameUnpaid"),
          at: order.statementPaidAt === null ? undefined : <DateText value={order.statementPaidAt} />,
          mark: isPaid ? "done" : "next",
        },
      ]}
    />
  );
}

/** What the caps of day and campaign left of it, where they cut. */
function CountedNote({ order }: Pick<OrderData, "order">) {
  const t = useT("sales");
  if (order.countedE4 === null) return t("becameNetted");
  return (
    <>
      {t("becameCounted")} <GiftE4 e4={order.countedE4} />
    </>
  );
}
