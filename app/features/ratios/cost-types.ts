/** What a cost was for: 管理费用 (民发〔2026〕12号 Art. 5), 募捐成本 (Art. 6), 项目运行 (Art. 4 (2) and (3)). */
export const COST_PURPOSES = ["administration", "fundraising", "project"] as const;
export type CostPurpose = (typeof COST_PURPOSES)[number];

/** The law's sentence that keeps a charity's own means out of its fundraising cost. */
export const OWN_MEANS_ARTICLE = "民发〔2026〕12号第六条";

interface CostType {
  may: readonly CostPurpose[];
  /** The charity's own people, rooms and equipment are never fundraising cost (Art. 6). */
  isOwnMeans?: true;
}

const ALL = COST_PURPOSES;
const NOT_FUNDRAISING = ["administration", "project"] as const;

/**
 * The closed list of what a cost may be (Art. 4 to 6). Each has its sentence `type_<code>` in the namespace
 * `costs`. Payment channels' fees are not here: the ledger has them to the fen.
 */
export const COST_TYPES = {
  "board-work": { may: ["administration"] },
  "party-work": { may: ["administration"] },
  office: { may: NOT_FUNDRAISING },
  audit: { may: NOT_FUNDRAISING },
  "own-staff": { may: NOT_FUNDRAISING, isOwnMeans: true },
  "own-premises": { may: NOT_FUNDRAISING, isOwnMeans: true },
  "own-equipment": { may: NOT_FUNDRAISING, isOwnMeans: true },
  "volunteer-support": { may: ["project"] },
  "venue-hire": { may: ALL },
  "equipment-hire": { may: ALL },
  travel: { may: ALL },
  "professional-services": { may: ALL },
  "exchange-loss": { may: ["fundraising"] },
} as const satisfies Record<string, CostType>;
export type CostTypeCode = keyof typeof COST_TYPES;
export const COST_TYPE_CODES = Object.keys(COST_TYPES) as CostTypeCode[];

export function costTypeOf(code: CostTypeCode): CostType {
  return COST_TYPES[code];
}

/** How a shared cost is divided (Art. 7 asks for a reasonable method); `direct` is for one purpose alone. */
export const COST_METHODS = ["direct", "headcount", "hours", "floor-area", "uses"] as const;
export type CostMethod = (typeof COST_METHODS)[number];
