import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerGoodsFile } from "#app/features/disbursements/goods/goods-pages.server.ts";

/** The voucher of goods or the list that people signed, for members of the organization. */
export const loader = (args: LoaderFunctionArgs) => answerGoodsFile(args);
