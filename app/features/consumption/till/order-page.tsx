import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { QrCode } from "#app/ui/qr-code.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { exactYuan } from "../rules/exact-yuan.ts";
import { TillFrame } from "./till-frame.tsx";
import type { TillRow } from "./today.server.ts";
import type { WhyNot } from "./why-not.ts";

export interface TillOrderData {
  shop: string;
  order: TillRow;
  /** The shopper's page, whole. */
  url: string;
  returnNo: string;
  isReturned: boolean;
}

/** One order at the counter: its code for the shopper to scan, and the way to take goods back. */
export function TillOrderPage(props: {
  data: TillOrderData;
  answer: { amount: string; error: WhyNot } | null;
}) {
  const { data, answer } = props;
  const t = useT("till");
  const { order } = data;
  const leftFen = order.amountFen - order.returnedFen;
  return (
    <TillFrame shop={data.shop}>
      {data.isReturned && !answer ? <Flash title={t("returnDone")} /> : null}
      <h1>{t("orderTitle")}</h1>
      <p>{t("orderLead")}</p>
      <a className="big-qr" href={data.url}>
        <QrCode text={data.url} label={t("qrLabel")} />
      </a>
      <Pairs
        items={[
          { term: t("orderNo"), value: <span className="code">{order.orderNo}</span> },
          { term: t("orderTime"), value: <DateText value={order.occurredAt} precision="minute" /> },
          { term: t("orderPrice"), value: formatYuan(order.amountFen) },
          { term: t("orderGift"), value: `¥${exactYuan(order.giftE4)}` },
        ]}
      />
      <section aria-labelledby="back">
        <h2 id="back">{t("returnHeading")}</h2>
        {order.returnedFen > 0n && leftFen > 0n ? (
          <p>{t("partReturned", { amount: formatYuan(order.returnedFen, { symbol: false }) })}</p>
        ) : null}
        {leftFen > 0n ? (
          <form method="post" noValidate>
            <input type="hidden" name="returnNo" value={data.returnNo} />
            <RadioList
              legend={t("returnHow")}
              name="how"
              value={answer?.amount ? "part" : "all"}
              options={[
                { value: "all", label: t("returnAll", { amount: formatYuan(leftFen) }) },
                { value: "part", label: t("returnPart") },
              ]}
            />
            <MoneyInput
              label={t("returnPartAmount")}
              name="amount"
              optional
              defaultValue={answer?.amount}
              error={answer ? t(`why_${answer.error}`) : undefined}
            />
            <p className="field">
              <SubmitButton full quiet>
                {t("returnButton")}
              </SubmitButton>
            </p>
          </form>
        ) : (
          <p>{t("returnedAll")}</p>
        )}
        <p className="note">{t("returnNote")}</p>
      </section>
    </TillFrame>
  );
}
