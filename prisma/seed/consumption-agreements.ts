import { createHash } from "node:crypto";
import { termsJson } from "#app/features/consumption/rules/terms.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import type { PlannedAgreement, PlannedCampaign } from "./consumption-plan.ts";
import type { PlannedVersion } from "./consumption-sales.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

const MERCHANT = "yiwei-noodles";
const merchantPerson = (slug: string): string | null =>
  slug === MERCHANT ? personId("merchant@demo.mingshan.example") : null;

/** Writes campaigns and their agreements, signed by both before the first day (慈善法 Art. 37) or still waiting. */
export async function writeAgreements(
  campaigns: readonly PlannedCampaign[],
  clock: SeedClock,
): Promise<number> {
  await transaction(async (tx) => {
    await tx.run(
      `insert into consumption_campaign (fund_id, organization_id, created_by_id, created_at)
       select fund_id, organization_id, created_by_id, created_at
       from jsonb_populate_recordset(null::consumption_campaign, $1::jsonb) on conflict do nothing`,
      [
        JSON.stringify(
          campaigns.map(({ fundId, spec }) => ({
            fund_id: fundId,
            organization_id: stableId.organization(spec.organization),
            created_by_id: personId(spendersOf(spec.organization).clerk),
            created_at: clock.at(clock.day(-330), 10),
          })),
        ),
      ],
    );
    await writeRows(
      tx,
      campaigns.flatMap(({ agreements }) => agreements),
      clock,
    );
  });
  return campaigns.reduce((sum, { agreements }) => sum + agreements.length, 0);
}

async function writeRows(tx: Sql, agreements: readonly PlannedAgreement[], clock: SeedClock): Promise<void> {
  await tx.run(
    `insert into consumption_agreement (id, fund_id, organization_id, merchant_id, created_by_id, created_at,
       suspended_at, suspended_reason, suspended_note, ended_at, ended_reason)
     select id, fund_id, organization_id, merchant_id, created_by_id, created_at,
            suspended_at, suspended_reason, suspended_note, ended_at, ended_reason
     from jsonb_populate_recordset(null::consumption_agreement, $1::jsonb) on conflict do nothing`,
    [JSON.stringify(agreements.map((agreement) => agreementRow(agreement, clock)))],
  );
  await tx.run(
    `insert into consumption_agreement_version (agreement_id, number, terms, terms_sha256, effective_on, ends_on,
       proposed_by_id, proposed_at, charity_confirmed_by_id, charity_confirmed_at, merchant_confirmed_by_id,
       merchant_confirmed_at, change_reason)
     select agreement_id, number, terms, terms_sha256, effective_on, ends_on, proposed_by_id, proposed_at,
            charity_confirmed_by_id, charity_confirmed_at, merchant_confirmed_by_id, merchant_confirmed_at, change_reason
     from jsonb_populate_recordset(null::consumption_agreement_version, $1::jsonb) on conflict do nothing`,
    [
      JSON.stringify(
        agreements.flatMap((agreement) =>
          agreement.versions.map((version) => versionRow(agreement, version, clock)),
        ),
      ),
    ],
  );
}

function agreementRow({ id, fundId, organization, spec, versions }: PlannedAgreement, clock: SeedClock) {
  const { suspended, ended } = spec;
  return {
    id,
    fund_id: fundId,
    organization_id: stableId.organization(organization),
    merchant_id: stableId.organization(spec.merchant),
    created_by_id: personId(spendersOf(organization).clerk),
    created_at: proposedAt(versions[0] as PlannedVersion, clock),
    suspended_at: suspended ? clock.at(clock.day(-suspended.daysAgo), 2, 10) : null,
    suspended_reason: suspended ? "overdue" : null,
    suspended_note: suspended?.note ?? null,
    ended_at: ended ? clock.at(clock.day(-ended.daysAgo), 20) : null,
    ended_reason: ended?.reason ?? null,
  };
}

/** Twelve days before its first day; what is still awaited was proposed lately. */
const proposedAt = ({ fromDay, isConfirmed }: PlannedVersion, clock: SeedClock): Date =>
  clock.at(isConfirmed ? addDays(fromDay, -12) : clock.day(-3), 10, 12);

function versionRow({ id, organization, spec }: PlannedAgreement, version: PlannedVersion, clock: SeedClock) {
  const { clerk, approver } = spendersOf(organization);
  const proposed = proposedAt(version, clock);
  const later = (days: number): Date => new Date(proposed.getTime() + days * 86_400_000 + 5_400_000);
  const json = termsJson(version.terms);
  return {
    agreement_id: id,
    number: version.number,
    terms: JSON.parse(json) as unknown,
    terms_sha256: createHash("sha256").update(json).digest("hex"),
    effective_on: version.fromDay,
    ends_on: version.toDay,
    proposed_by_id: personId(clerk),
    proposed_at: proposed,
    charity_confirmed_by_id: personId(approver),
    charity_confirmed_at: later(1),
    merchant_confirmed_by_id: version.isConfirmed ? merchantPerson(spec.merchant) : null,
    merchant_confirmed_at: version.isConfirmed ? later(3) : null,
    change_reason: version.number > 1 ? "卖得比想的好，想多捐一点" : null,
  };
}

const STREET_ID = transferIdOf("mingshan-demo", "street", "yingchun-south-road");
/** Both ends of the street and how far it bends; invented, near the real one. Millionths of a degree. */
const LINE = { from: [29_791_500, 119_686_900], to: [29_784_700, 119_683_500], bend: 420, side: 95 } as const;

/** Writes the charity street with its shops, and the shops elsewhere. */
export async function writeShops(campaigns: readonly PlannedCampaign[], clock: SeedClock): Promise<number> {
  await transaction(async (tx) => {
    await tx.run(
      `insert into street (id, slug, organization_id, name, name_en, division_code, lead, lead_en, created_at)
       values ($1, 'yingchun-south-road', $2, '迎春南路慈善街区（演示）', 'Yingchun South Road (demo)', '330122004',
               '从路口走到底十分钟，挂着小木牌的店，您花的每一单都替您捐一点。',
               'Ten minutes from end to end. Where the wooden sign hangs, every sale gives a little.', $3)
       on conflict do nothing`,
      [STREET_ID, stableId.organization("tonglu-charity"), clock.at(clock.day(-316), 10)],
    );
    await tx.run(
      `insert into shop (id, merchant_id, street_id, name, name_en, address, latitude_e6, longitude_e6, created_at)
       select g.id, merchant_id, street_id, o.name, o.name_en, g.address, latitude_e6, longitude_e6, g.created_at
       from jsonb_populate_recordset(null::shop, $1::jsonb) g join organization o on o.id = g.merchant_id
       on conflict do nothing`,
      [
        JSON.stringify(
          campaigns.flatMap(({ agreements }) => agreements.flatMap((one) => shopRow(one, clock))),
        ),
      ],
    );
  });
  return campaigns.reduce(
    (sum, { agreements }) => sum + agreements.filter(({ spec }) => spec.shop).length,
    0,
  );
}

function shopRow({ spec }: PlannedAgreement, clock: SeedClock) {
  if (!spec.shop) return [];
  const { address, along, side } = spec.shop;
  const place = along === null ? null : placeAlong(along / 1_000, side === "east" ? 1 : -1);
  return [
    {
      id: transferIdOf("mingshan-demo", "shop", spec.merchant),
      merchant_id: stableId.organization(spec.merchant),
      street_id: place ? STREET_ID : null,
      address,
      latitude_e6: place?.latitude ?? null,
      longitude_e6: place?.longitude ?? null,
      created_at: clock.at(clock.day(Math.min(spec.fromDays, 0) - 13), 11),
    },
  ];
}

function placeAlong(share: number, side: 1 | -1): { latitude: number; longitude: number } {
  const { from, to, bend } = LINE;
  const sway = Math.round(Math.sin(share * Math.PI) * bend);
  return {
    latitude: Math.round(from[0] + (to[0] - from[0]) * share) - side * 20,
    longitude: Math.round(from[1] + (to[1] - from[1]) * share) + sway + side * LINE.side,
  };
}
