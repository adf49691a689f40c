import {
  COST_PURPOSES,
  type CostMethod,
  type CostPurpose,
  type CostTypeCode,
  costTypeOf,
} from "./cost-types.ts";

/** People, hours, square metres or uses of each purpose: whole numbers. */
export type CostWeights = Readonly<Record<CostPurpose, number>>;
export type CostParts = Readonly<Record<CostPurpose, bigint>>;

export type AllocationRefusal =
  | "amount-not-positive"
  | "nothing-weighed"
  | "direct-is-one-purpose"
  | "own-means-in-fundraising"
  | "type-not-for-purpose";

/**
 * Divides a cost by its weights: each purpose gets its share rounded down, and the fen that are left go one by
 * one to the largest remainders, the earlier purpose first. The parts are the amount, to the fen.
 * Refuses a charity's own people, rooms and equipment as fundraising cost (民发〔2026〕12号 Art. 6).
 */
export function allocateCost(given: {
  type: CostTypeCode;
  method: CostMethod;
  amountFen: bigint;
  weights: CostWeights;
}): { ok: true; parts: CostParts } | { ok: false; reason: AllocationRefusal } {
  const { type, method, amountFen, weights } = given;
  const { may, isOwnMeans } = costTypeOf(type);
  const weighed = COST_PURPOSES.filter((purpose) => weights[purpose] > 0);
  if (amountFen <= 0n) return { ok: false, reason: "amount-not-positive" };
  if (weighed.length === 0) return { ok: false, reason: "nothing-weighed" };
  if (isOwnMeans && weights.fundraising > 0) return { ok: false, reason: "own-means-in-fundraising" };
  if (weighed.some((purpose) => !may.includes(purpose))) return { ok: false, reason: "type-not-for-purpose" };
  if (method === "direct" && weighed.length > 1) return { ok: false, reason: "direct-is-one-purpose" };
  return { ok: true, parts: partsOf(amountFen, weights) };
}

function partsOf(amountFen: bigint, weights: CostWeights): CostParts {
  const whole = COST_PURPOSES.reduce((sum, purpose) => sum + BigInt(weights[purpose]), 0n);
  const shares = COST_PURPOSES.map((purpose) => {
    const product = amountFen * BigInt(weights[purpose]);
    return { purpose, fen: product / whole, rest: product % whole };
  });
  let leftFen = amountFen - shares.reduce((sum, { fen }) => sum + fen, 0n);
  for (const share of [...shares].sort((a, b) => (a.rest > b.rest ? -1 : a.rest < b.rest ? 1 : 0))) {
    if (leftFen === 0n) break;
    share.fen += 1n;
    leftFen -= 1n;
  }
  const fenOf = (purpose: CostPurpose) => shares.find((share) => share.purpose === purpose)?.fen ?? 0n;
  return {
    administration: fenOf("administration"),
    fundraising: fenOf("fundraising"),
    project: fenOf("project"),
  };
}
