import { useT } from "#app/lib/i18n-react.tsx";
import { State } from "#app/ui/state.tsx";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { OrderRow } from "./order-queries.server.ts";

export const ORDERS_PATH = "/workspace/sales/orders";

export const orderHref = ({ merchantId, orderNo }: Pick<OrderRow, "merchantId" | "orderNo">): string =>
  `${ORDERS_PATH}/${merchantId}/${encodeURIComponent(orderNo)}`;

/** A gift with all its decimals: a ten-thousandth of a fen is seen. */
export function GiftE4({ e4 }: { e4: bigint }) {
  return <data value={e4.toString()}>{exactYuan(e4)}</data>;
}

/** pending: its day is not posted yet; posted; stated: a statement has it. */
export function OrderState({ order }: { order: Pick<OrderRow, "postedDay" | "statementId"> }) {
  const t = useT("sales");
  if (order.postedDay === null) return <State tone="wait">{t("statePending")}</State>;
  return <State tone="done">{t(order.statementId === null ? "statePosted" : "stateStated")}</State>;
}
