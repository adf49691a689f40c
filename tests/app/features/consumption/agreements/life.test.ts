import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { agreementState, openProposal } from "#app/features/consumption/agreements/agreement-state.ts";
import {
  confirmForCharity,
  confirmForMerchant,
} from "#app/features/consumption/agreements/confirm-agreements.server.ts";
import { draftAgreements } from "#app/features/consumption/agreements/draft-agreements.server.ts";
import { endAgreement } from "#app/features/consumption/agreements/end-agreement.server.ts";
import { versionsInForce } from "#app/features/consumption/agreements/in-force.server.ts";
import { proposeVersion } from "#app/features/consumption/agreements/propose-version.server.ts";
import { listAgreements, versionsOf } from "#app/features/consumption/agreements/queries.server.ts";
import {
  resumeAgreement,
  suspendAgreement,
} from "#app/features/consumption/agreements/suspend-agreement.server.ts";
import { turnDown } from "#app/features/consumption/agreements/turn-down.server.ts";
import { endStateOf } from "#app/features/projects/end-project.server.ts";
import { db } from "#app/lib/db.server.ts";
import { type CampaignPlace, makeCampaign, makeEnterprise, TERMS } from "#tests/factories/consumption.ts";
import { makeMember } from "#tests/factories/people.ts";

/** Eleven in the morning in China. */
const NOW = new Date("2026-11-22T03:00:00Z");
const at = (day: string, time = "03:00:00") => new Date(`${day}T${time}Z`);
const FROM = "2026-12-01";
const TO = "2027-05-31";

interface Place extends CampaignPlace {
  clerkId: string;
  approverId: string;
  merchantId: string;
  sellerId: string;
}
let place: Place;

beforeEach(async () => {
  const campaign = await makeCampaign();
  await db.run("update fund set filing_no = '51330122MJ0001' where id = $1", [campaign.fundId]);
  const merchantId = await makeEnterprise();
  place = {
    ...campaign,
    merchantId,
    clerkId: await makeMember(campaign.organizationId, "charity-clerk"),
    approverId: await makeMember(campaign.organizationId, "charity-approver"),
    sellerId: await makeMember(merchantId, "merchant"),
  };
});

const draft = (over: Partial<Parameters<typeof draftAgreements>[0]> = {}) =>
  draftAgreements({
    formId: randomUUID(),
    fundId: place.fundId,
    organizationId: place.organizationId,
    userId: place.clerkId,
    merchantIds: [place.merchantId],
    terms: TERMS,
    effectiveOn: FROM,
    endsOn: TO,
    now: NOW,
    ...over,
  });

async function drafted(over: Parameters<typeof draft>[0] = {}): Promise<string> {
  const result = await draft(over);
  const [outcome] = result.ok ? result.outcomes : [];
  if (!outcome?.ok) throw new Error(JSON.stringify(result));
  return outcome.agreementId;
}

const charitySigns = async (
  agreementId: string,
  over: { userId?: string; number?: number; now?: Date } = {},
) => {
  const { userId = place.approverId, number = 1, now = NOW } = over;
  const [outcome] = await confirmForCharity({
    organizationId: place.organizationId,
    userId,
    seen: [{ agreementId, number }],
    now,
  });
  return outcome;
};
const merchantSigns = (agreementId: string, over: { userId?: string; number?: number; now?: Date } = {}) =>
  confirmForMerchant({
    organizationId: place.merchantId,
    userId: over.userId ?? place.sellerId,
    seen: { agreementId, number: over.number ?? 1 },
    now: over.now ?? NOW,
  });

async function signed(): Promise<string> {
  const id = await drafted();
  await charitySigns(id);
  await merchantSigns(id);
  return id;
}

const stateOn = async (id: string, day: string) => {
  const [row] = await listAgreements({ ids: [id] }, day);
  if (!row) throw new Error("no such agreement");
  return [agreementState(row, day), openProposal(row, day)];
};
const actsOf = async (organizationId: string) =>
  (
    await db.rows<{ act: string }>(
      "select act from organization_act where organization_id = $1 and subject_kind = 'consumption-agreement' order by at, act",
      [organizationId],
    )
  ).map(({ act }) => act.replace("consumption-agreement-", ""));
const next = (id: string, over: Partial<Parameters<typeof proposeVersion>[0]> = {}) =>
  proposeVersion({
    agreementId: id,
    organizationId: place.organizationId,
    userId: place.clerkId,
    seen: 1,
    why: "旺季多捐一点",
    terms: { ...TERMS, rule: { kind: "percent", bp: 200, base: "gross" } },
    effectiveOn: "2027-01-01",
    endsOn: TO,
    now: NOW,
    ...over,
  });

describe("an agreement from its draft to both signatures", () => {
  it("is drafted, offered and signed, each step once however often it is sent", async () => {
    const formId = randomUUID();
    const [one, two] = await Promise.all([draft({ formId }), draft({ formId })]);
    expect([one, two].map((r) => r?.ok && r.outcomes[0]?.ok && r.outcomes[0].repeated).sort()).toEqual([
      false,
      true,
    ]);
    const id = await drafted({ formId });
    expect(await stateOn(id, "2026-11-22")).toEqual(["drafted", "drafted"]);
    expect(await listAgreements({ merchantIds: [place.merchantId] }, "2026-11-22")).toEqual([]);

    expect(await merchantSigns(id)).toMatchObject({ ok: false, reason: "not-offered" });
    const signs = await Promise.all([charitySigns(id), charitySigns(id)]);
    expect(signs.map((s) => s?.ok && s.repeated).sort()).toEqual([false, true]);
    expect(await stateOn(id, "2026-11-22")).toEqual(["offered", "offered"]);
    const letters = await db.rows("select 1 as one from outgoing_mail where text like '%' || $1 || '%'", [
      id,
    ]);
    expect(letters).toHaveLength(1);

    const both = await Promise.all([merchantSigns(id), merchantSigns(id)]);
    expect(both.map((s) => s.ok && s.repeated).sort()).toEqual([false, true]);
    expect(await stateOn(id, "2026-11-22")).toEqual(["agreed", null]);
    expect(await stateOn(id, FROM)).toEqual(["in-force", null]);
    expect(await stateOn(id, "2027-06-01")).toEqual(["expired", null]);
    expect(await versionsInForce(db, { merchantId: place.merchantId })).toMatchObject([
      { agreementId: id, version: 1, fromDay: FROM, toDay: TO },
    ]);
    expect(await actsOf(place.organizationId)).toEqual(["confirmed", "drafted"]);
    expect(await actsOf(place.merchantId)).toEqual(["confirmed"]);
    const told = await db.rows("select type from webhook_event where organization_id = $1", [
      place.merchantId,
    ]);
    expect(told).toEqual([{ type: "agreement.confirmed" }]);
  });

  it("needs a second person, the right roles, and an open campaign with its filing", async () => {
    const id = await drafted({ userId: place.approverId });
    expect(await charitySigns(id)).toMatchObject({ reason: "own-proposal" });
    expect(await charitySigns(id, { userId: place.clerkId })).toMatchObject({ reason: "not-found" });
    expect(await charitySigns(id, { userId: place.sellerId })).toMatchObject({ reason: "not-found" });
    const second = await makeMember(place.organizationId, "charity-approver");
    await db.run("update fund set filing_no = null where id = $1", [place.fundId]);
    expect(await charitySigns(id, { userId: second })).toMatchObject({ reason: "campaign-not-filed" });
    await db.run("update fund set filing_no = '51330122MJ0001', state = 'paused' where id = $1", [
      place.fundId,
    ]);
    expect(await charitySigns(id, { userId: second })).toMatchObject({ reason: "campaign-not-open" });
    await db.run("update fund set state = 'open' where id = $1", [place.fundId]);
    expect(await charitySigns(id, { userId: second, number: 2 })).toMatchObject({
      reason: "changed-meanwhile",
    });
    expect(await charitySigns(id, { userId: second })).toMatchObject({ ok: true });
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    expect(await merchantSigns(id, { userId: stranger })).toMatchObject({ reason: "not-found" });
  });

  it("is signed before midnight of the first day in China, by either side, or not at all", async () => {
    const id = await drafted();
    const lastMoment = at("2026-11-30", "15:59:59");
    const midnight = at("2026-11-30", "16:00:00");
    expect(await charitySigns(id, { now: midnight })).toMatchObject({ reason: "too-late" });
    expect(await charitySigns(id, { now: lastMoment })).toMatchObject({ ok: true });
    expect(await merchantSigns(id, { now: midnight })).toMatchObject({ reason: "too-late" });
    expect(await stateOn(id, FROM)).toEqual(["lapsed", null]);
    expect(await merchantSigns(id, { now: lastMoment })).toMatchObject({ ok: true });
    expect(await draft({ effectiveOn: "2026-11-22" })).toMatchObject({ reason: "too-early" });
  });

  it("is declined by the enterprise with a reason, or withdrawn by the charity, and asked again as the next version", async () => {
    const id = await drafted();
    const enterprise = {
      side: "merchant" as const,
      organizationId: place.merchantId,
      userId: place.sellerId,
    };
    const charity = { side: "charity" as const, organizationId: place.organizationId, userId: place.clerkId };
    const seen = { agreementId: id, number: 1 };
    expect(await turnDown({ ...enterprise, seen, why: "太多", now: NOW })).toMatchObject({
      reason: "not-offered",
    });
    await charitySigns(id);
    expect(await turnDown({ ...enterprise, seen, why: "比例太高", now: NOW })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await turnDown({ ...enterprise, seen, why: "比例太高", now: NOW })).toEqual({
      ok: true,
      repeated: true,
    });
    expect(await merchantSigns(id)).toMatchObject({ reason: "withdrawn" });
    expect(await stateOn(id, "2026-11-22")).toEqual(["refused", null]);

    expect(await next(id)).toEqual({ ok: true, number: 2, repeated: false });
    expect(await next(id)).toEqual({ ok: true, number: 2, repeated: true });
    expect(await turnDown({ ...charity, seen: { ...seen, number: 2 }, why: "", now: NOW })).toMatchObject({
      ok: true,
    });
    expect(await stateOn(id, "2026-11-22")).toEqual(["withdrawn", null]);
    const signedOne = await signed();
    expect(
      await turnDown({ ...charity, seen: { agreementId: signedOne, number: 1 }, why: "", now: NOW }),
    ).toMatchObject({ reason: "already-signed" });
  });
});

describe("an afternoon with 23 shops", () => {
  it("drafts for each, whatever is wrong with others, and signs them together", async () => {
    const shops = await Promise.all(Array.from({ length: 23 }, () => makeEnterprise()));
    await drafted({ merchantIds: [shops[0] ?? ""] });
    const charityItself = place.organizationId;
    const result = await draft({ merchantIds: [...shops, charityItself, shops[1] ?? ""] });
    if (!result.ok) throw new Error(result.reason);
    expect(result.outcomes.filter(({ ok }) => ok)).toHaveLength(22);
    expect(result.outcomes.filter(({ ok }) => !ok)).toEqual([
      { merchantId: shops[0], name: "一味面馆（演示）", ok: false, reason: "already-agreed" },
      { merchantId: charityItself, name: null, ok: false, reason: "not-an-enterprise" },
    ]);
    const rows = await listAgreements({ fundId: place.fundId }, "2026-11-22");
    const outcomes = await confirmForCharity({
      organizationId: place.organizationId,
      userId: place.approverId,
      seen: rows.map(({ id, number }, at) => ({ agreementId: id, number: at === 0 ? 7 : number })),
      now: NOW,
    });
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(22);
    expect(outcomes[0]).toMatchObject({ reason: "changed-meanwhile" });
  });

  it("asks nobody twice for the same days, in whatever order two clerks come", async () => {
    const results = await Promise.all([draft(), draft()]);
    expect(results.map((r) => r.ok && r.outcomes[0]?.ok).sort()).toEqual([false, true]);
    expect(await draft({ effectiveOn: "2027-06-01", endsOn: "2027-12-31" })).toMatchObject({
      outcomes: [{ ok: true }],
    });
    // A sponsor may match what others give beside selling itself.
    expect(await draft({ terms: { ...TERMS, rule: { kind: "match", bp: 5_000 } } })).toMatchObject({
      outcomes: [{ ok: true }],
    });
  });

  it("stays within the campaign, its own account and terms that make sense", async () => {
    await db.run("update fund set starts_on = '2026-12-01', ends_on = '2027-05-31' where id = $1", [
      place.fundId,
    ]);
    expect(await draft({ endsOn: "2027-06-01" })).toMatchObject({ reason: "outside-campaign" });
    expect(await draft({ effectiveOn: TO, endsOn: FROM })).toMatchObject({ reason: "ends-before-start" });
    expect(await draft({ terms: { ...TERMS, bankAccountId: randomUUID() } })).toMatchObject({
      reason: "account-not-open",
    });
    expect(await draft({ terms: { ...TERMS, giver: "shopper" } })).toMatchObject({ reason: "bad-terms" });
    expect(await draft({ userId: place.sellerId })).toMatchObject({ reason: "not-permitted" });
    expect(await draft({ organizationId: place.merchantId })).toMatchObject({ reason: "not-found" });
  });
});

describe("signed terms", () => {
  it("change by a later version alone, once at a time, and hold until it begins", async () => {
    const id = await signed();
    expect(await next(id, { effectiveOn: FROM })).toMatchObject({ reason: "before-held-terms" });
    expect(await next(id, { terms: { ...TERMS, rule: { kind: "match", bp: 1 } } })).toMatchObject({
      reason: "rule-changes-class",
    });
    const [one, two] = await Promise.all([next(id), next(id, { endsOn: "2027-04-30" })]);
    expect([one.ok, two.ok].sort()).toEqual([false, true]);
    expect(await next(id, { seen: 2, effectiveOn: "2027-02-01" })).toMatchObject({ reason: "proposal-open" });
    expect(await stateOn(id, "2026-12-05")).toEqual(["in-force", "drafted"]);
    await charitySigns(id, { number: 2 });
    await merchantSigns(id, { number: 2 });
    const [v1, v2] = await versionsInForce(db, { agreementIds: [id] });
    expect([v1?.toDay, v2?.fromDay]).toEqual(["2026-12-31", "2027-01-01"]);
    const [first, second] = await versionsOf(id);
    expect(first?.termsSha256).not.toBe(second?.termsSha256);
    expect(second?.changeReason).toBe("旺季多捐一点");
    await expect(
      db.run("update consumption_agreement_version set ends_on = '2030-01-01' where agreement_id = $1", [id]),
    ).rejects.toThrow(/permission denied/);
  });

  it("lose their badge and get it back by people, and end early for good", async () => {
    const id = await signed();
    const by = { agreementId: id, organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    const approver = { ...by, userId: place.approverId };
    expect(await suspendAgreement({ ...by, note: "门店暂停营业" })).toEqual({ ok: true, repeated: false });
    expect(await suspendAgreement({ ...by, note: "门店暂停营业" })).toEqual({ ok: true, repeated: true });
    expect(await stateOn(id, FROM)).toEqual(["suspended", null]);
    expect(await resumeAgreement(by)).toMatchObject({ reason: "not-found" });
    expect(await resumeAgreement(approver)).toEqual({ ok: true, repeated: false });
    expect(await endAgreement({ ...by, why: "歇业" })).toMatchObject({ reason: "not-found" });
    // A campaign is not closed over a promise that somebody may still have to keep.
    expect((await endStateOf(db, place.fundId, NOW)).obstacles).toEqual(["open-promises"]);
    const ends = await Promise.all([
      endAgreement({ ...approver, why: "歇业" }),
      endAgreement({ ...approver, why: "歇业" }),
    ]);
    expect(ends.map((e) => e.ok && e.repeated).sort()).toEqual([false, true]);
    expect((await endStateOf(db, place.fundId, NOW)).obstacles).toEqual([]);
    expect(await stateOn(id, FROM)).toEqual(["ended", null]);
    expect(await suspendAgreement({ ...by, note: "x" })).toMatchObject({ reason: "ended" });
    expect(await next(id)).toMatchObject({ reason: "ended" });
    expect(await endAgreement({ ...approver, agreementId: await drafted(), why: "x" })).toMatchObject({
      reason: "never-signed",
    });
  });
});
