/** 慈善法 Art. 58: what is left is used as the plan says, else for the same or a similar purpose, which is published. */
export const SURPLUS_HANDLINGS = ["none-left", "per-plan", "similar-purpose"] as const;
export type SurplusHandling = (typeof SURPLUS_HANDLINGS)[number];
