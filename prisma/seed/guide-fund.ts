import { GUIDE_FUND as PLACE } from "#app/features/demo/guide-fund.ts";

export { GUIDE_LEFT_FEN, GUIDE_PROPOSAL_FEN } from "#app/features/demo/guide-fund.ts";

export const GUIDE_FUND = { slug: PLACE.slug, by: PLACE.organization, title: "一双防滑鞋" };

/** Earlier gifts to the guide's fund, in fen. */
export const GUIDE_GIFTS_FEN: readonly bigint[] = [
  2_000n,
  10_000n,
  4_000n,
  2_000n,
  20_000n,
  6_000n,
  2_000n,
  8_000n,
  40_000n,
  2_000n,
  10_000n,
  4_000n,
  2_000n,
  20_000n,
  6_000n,
  2_000n,
];
