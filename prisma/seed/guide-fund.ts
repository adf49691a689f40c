/** The fund that the guide walks through: an almost empty queue and one proposal that waits for a little more money. */
export const GUIDE_FUND = { slug: "warm-soles", by: "tonglu-charity", title: "一双防滑鞋" };

/** Earlier gifts, in fen. */
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

/** What the waiting proposal asks for, and what is left for it before the visitor gives. */
export const GUIDE_PROPOSAL_FEN = 2_000n;
export const GUIDE_LEFT_FEN = 1_950n;
