import type { SeedClock } from "./clock.ts";
import { HAINING_CAMPAIGN, WUCHENG_CAMPAIGN } from "./consumption-elsewhere.ts";
import { type PlannedCampaign, planCampaign } from "./consumption-plan.ts";
import { type PlannedStatement, planStatements } from "./consumption-statements.ts";
import { TONGLU_CAMPAIGN } from "./consumption-tonglu.ts";
import type { PlannedGift } from "./plan-gifts.ts";

export interface PlannedConsumption {
  campaigns: PlannedCampaign[];
  statements: PlannedStatement[];
  /** What enterprises paid for their statements. */
  gifts: PlannedGift[];
}

/** The year of consumption donation in the three places. */
export function planConsumption(clock: SeedClock): PlannedConsumption {
  const campaigns = [TONGLU_CAMPAIGN, HAINING_CAMPAIGN, WUCHENG_CAMPAIGN].map((spec) =>
    planCampaign(spec, clock),
  );
  const statements = campaigns.flatMap((campaign) => planStatements(campaign, clock));
  return { campaigns, statements, gifts: statements.flatMap(({ gift }) => gift ?? []) };
}
