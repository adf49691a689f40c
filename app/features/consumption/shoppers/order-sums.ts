import type { ShopperOrder } from "./shopper-order.server.ts";

/** What came back of an order in all. */
export const returnedFenOf = ({ returns }: Pick<ShopperOrder, "returns">): bigint =>
  returns.reduce((sum, { amountFen }) => sum + amountFen, 0n);

/** What it gives once what came back is taken off. */
export const netE4Of = ({ giftE4, returns }: Pick<ShopperOrder, "giftE4" | "returns">): bigint =>
  returns.reduce((sum, one) => sum + one.giftE4, giftE4);
