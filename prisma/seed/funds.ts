import { openFund } from "#app/features/funds/open-fund.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import type { SeedClock } from "./clock.ts";
import type { FundSpec } from "./fund-spec.ts";
import { HAINING_FUNDS } from "./funds-haining.ts";
import { OTHER_FUNDS } from "./funds-others.ts";
import { TONGLU_FUNDS } from "./funds-tonglu.ts";
import { WUCHENG_FUNDS } from "./funds-wucheng.ts";
import { usccOf } from "./organizations.ts";
import { stableId } from "./random.ts";

export const FUNDS: readonly FundSpec[] = [
  ...TONGLU_FUNDS,
  ...HAINING_FUNDS,
  ...WUCHENG_FUNDS,
  ...OTHER_FUNDS,
];

export const fundIdOfSpec = (spec: { kind: string; slug: string }): string =>
  stableId.fund(spec.kind, spec.slug);

/** The credit code, "A", two digits of the year and a serial of three: 24 characters. */
export function filingNo(spec: FundSpec, clock: SeedClock): string | null {
  if (!spec.filed) return null;
  const year = clock.day(spec.filed.fromDays).slice(2, 4);
  return `${usccOf(spec.by)}A${year}${String(spec.filed.serial).padStart(3, "0")}`;
}

function fundRow(spec: FundSpec, clock: SeedClock) {
  const number = filingNo(spec, clock);
  const from = spec.filed ? clock.day(spec.filed.fromDays) : null;
  return {
    id: fundIdOfSpec(spec),
    organization_id: stableId.organization(spec.by),
    kind: spec.kind,
    slug: spec.slug,
    title: spec.title[0],
    title_en: spec.title[1],
    lead: spec.lead[0],
    lead_en: spec.lead[1],
    story: spec.story[0],
    story_en: spec.story[1],
    category: spec.category,
    division_code: spec.division,
    state: spec.state,
    currency: "CNY",
    goal_fen: spec.goalYuan ? spec.goalYuan * 100 : null,
    is_public_campaign: spec.isPublicCampaign ?? true,
    filing_no: number,
    filed_on: spec.filed ? clock.day(spec.filed.fromDays - (spec.filed.serial === 11 ? 8 : 14)) : null,
    filing_from: from,
    filing_to: spec.filed ? clock.day(spec.filed.toDays) : null,
    designated_platform_url: number ? `https://designated-platform.example/campaigns/${number}` : null,
    deed_allows_gifts: spec.deedAllowsGifts ?? false,
    starts_on: from,
    ends_on: null,
    beneficiaries: spec.beneficiaries[0],
    beneficiaries_en: spec.beneficiaries[1],
    surplus: spec.surplus[0],
    surplus_en: spec.surplus[1],
    amount_hint: spec.hint?.[0] ?? "",
    amount_hint_en: spec.hint?.[1] ?? "",
    created_at: clock.at(clock.day((spec.filed?.fromDays ?? -350) - 20), 10),
  };
}

const COLUMNS = `id, organization_id, kind, slug, title, title_en, lead, lead_en, story, story_en, category, division_code,
  state, currency, goal_fen, is_public_campaign, filing_no, filed_on, filing_from, filing_to, designated_platform_url,
  deed_allows_gifts, starts_on, ends_on, beneficiaries, beneficiaries_en, surplus, surplus_en, amount_hint,
  amount_hint_en, created_at`;

/** Writes the published funds with their budgets and accounts. */
export async function writeFunds(clock: SeedClock): Promise<number> {
  const lines = FUNDS.flatMap((spec) =>
    spec.budget.map(([code, zh, en, yuan], at) => ({
      fund_id: fundIdOfSpec(spec),
      purpose_code: code,
      name: zh,
      name_en: en,
      planned_fen: yuan * 100,
      position: at + 1,
    })),
  );
  await transaction(async (tx) => {
    await tx.run(
      `insert into fund (${COLUMNS}) select ${COLUMNS} from jsonb_populate_recordset(null::fund, $1::jsonb)
       on conflict (id) do nothing`,
      [JSON.stringify(FUNDS.map((spec) => fundRow(spec, clock)))],
    );
    await tx.run(
      `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
       select fund_id, purpose_code, name, name_en, planned_fen, position
       from jsonb_populate_recordset(null::fund_budget_line, $1::jsonb) on conflict do nothing`,
      [JSON.stringify(lines)],
    );
    for (const spec of FUNDS) {
      await openFund(tx, {
        id: fundIdOfSpec(spec),
        organizationId: stableId.organization(spec.by),
        currency: "CNY",
      });
    }
  });
  return FUNDS.length;
}
