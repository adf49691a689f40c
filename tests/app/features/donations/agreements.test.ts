import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, describe, expect, it } from "vitest";
import { agreementDocument } from "#app/features/donations/agreements/agreement-document.server.ts";
import { agreementState, versionInForce } from "#app/features/donations/agreements/agreement-terms.ts";
import { askAgreement } from "#app/features/donations/agreements/ask-agreement.server.ts";
import {
  confirmForCharity,
  confirmForDonor,
} from "#app/features/donations/agreements/confirm-agreement.server.ts";
import { draftAgreement } from "#app/features/donations/agreements/draft-agreement.server.ts";
import { findAgreement, listAgreements } from "#app/features/donations/agreements/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, makePendingGift } from "#tests/factories/books.ts";
import { makeMember } from "#tests/factories/people.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

let organizationId: string;
let clerkId: string;
let approverId: string;
let donationId: string;

beforeEach(async () => {
  ({ organizationId } = await makeOrganization());
  clerkId = await makeMember(organizationId, "charity-clerk");
  approverId = await makeMember(organizationId, "charity-approver");
  const fundId = await makeFund(organizationId);
  ({ donationId } = await makePendingGift({ organizationId, fundId, credentialId: "c0000001" }, 200_000n));
});

const ask = (over: { partyName?: string } = {}) =>
  askAgreement({
    donationId,
    partyName: over.partyName ?? "沈山茶",
    partyUscc: null,
    wishes: "请用在冬天的午饭。",
    now: NOW,
  });
const draft = (over: Partial<Parameters<typeof draftAgreement>[0]> = {}) =>
  draftAgreement({
    donationId,
    organizationId,
    userId: clerkId,
    seen: 0,
    use: "冬天的午饭",
    deliverOn: "2026-11-22",
    otherTerms: "",
    changeReason: "",
    now: later(1),
    ...over,
  });
const byCharity = (over: { userId?: string; seen?: number } = {}) =>
  confirmForCharity({ donationId, organizationId, userId: approverId, seen: 1, now: later(2), ...over });
const byDonor = (over: { signature?: string; seen?: number } = {}) =>
  confirmForDonor({ donationId, organizationId, seen: 1, signature: "沈山茶", now: later(3), ...over });

async function read() {
  const agreement = await findAgreement(donationId);
  if (!agreement) throw new Error("there is no agreement");
  return agreement;
}

describe("an agreement that a donor asks for", () => {
  it("goes from asked over both people of the charity to the donor, each step safe twice and at once", async () => {
    expect(await Promise.all([ask(), ask()])).toEqual(
      expect.arrayContaining([
        { ok: true, repeated: false },
        { ok: true, repeated: true },
      ]),
    );
    expect(await ask({ partyName: "另一个人" })).toEqual({ ok: false, reason: "other-content" });
    const drafted = await Promise.all([draft(), draft()]);
    expect(drafted.map((one) => one.ok && one.version)).toEqual([1, 1]);
    expect(await byDonor()).toEqual({ ok: false, reason: "not-offered" });
    expect(await byCharity({ userId: clerkId })).toEqual({ ok: false, reason: "not-permitted" });
    expect(await Promise.all([byCharity(), byCharity()])).toEqual(
      expect.arrayContaining([
        { ok: true, repeated: false },
        { ok: true, repeated: true },
      ]),
    );
    expect(await byDonor({ signature: "沈山" })).toEqual({ ok: false, reason: "signature-differs" });
    // A phone's keyboard adds a space.
    expect(await byDonor({ signature: "沈 山茶 " })).toEqual({ ok: true, repeated: false });
    expect(await byDonor()).toEqual({ ok: true, repeated: true });
    expect(agreementState((await read()).versions.at(-1))).toBe("concluded");
    expect(
      (await db.rows<{ act: string }>("select act from organization_act order by at, act")).map(
        ({ act }) => act,
      ),
    ).toEqual(["agreement-drafted", "agreement-confirmed", "agreement-signed-by-donor"]);
  });

  it("is not confirmed by the approver who drafted it", async () => {
    await ask();
    await draft({ userId: approverId });
    expect(await byCharity()).toEqual({ ok: false, reason: "drafted-by-yourself" });
    const owner = await testDatabase();
    await expect(
      (await owner.superuser()).query(
        `update donation_agreement_version set charity_confirmed_by_id = drafted_by_id, charity_confirmed_at = now()`,
      ),
    ).rejects.toThrow("agreement_two_people");
  });

  it("keeps the version in force until both have confirmed the change, which names its reason", async () => {
    await ask();
    await draft();
    await byCharity();
    await byDonor();
    expect(await draft({ seen: 1, use: "明年的午饭" })).toEqual({ ok: false, reason: "reason-required" });
    expect(await draft({ seen: 0, use: "明年的午饭", changeReason: "时间改了" })).toEqual({
      ok: false,
      reason: "changed-meanwhile",
    });
    expect(await draft({ seen: 1, use: "明年的午饭", changeReason: "时间改了" })).toMatchObject({
      ok: true,
      version: 2,
    });
    const { versions } = await read();
    expect(versionInForce(versions)?.version).toBe(1);
    expect(agreementState(versions.at(-1))).toBe("drafted");
    expect(await byDonor({ seen: 1 })).toEqual({ ok: false, reason: "changed-meanwhile" });
    await expect(db.run("update donation_agreement_version set terms = '{}'")).rejects.toThrow("forward");
    await expect(db.run("update donation_agreement set asked_at = now()")).rejects.toThrow();
  });

  it("is nobody else's: another charity neither sees nor drafts it", async () => {
    await ask();
    const other = await makeOrganization({ slug: "another" });
    const stranger = await makeMember(other.organizationId, "charity-approver");
    expect(await findAgreement(donationId, [other.organizationId])).toBeNull();
    expect(await listAgreements([other.organizationId], 10)).toEqual([]);
    expect(await draft({ organizationId: other.organizationId, userId: stranger })).toEqual({
      ok: false,
      reason: "not-found",
    });
    expect(await draft({ userId: stranger })).toEqual({ ok: false, reason: "not-permitted" });
    expect(await listAgreements([organizationId], 10)).toMatchObject([{ donationId, state: "asked" }]);
  });

  it("is printed with everything that Art. 39 asks for, the same bytes each time", async () => {
    await ask();
    await draft();
    await byCharity();
    const [version] = (await read()).versions;
    if (!version) throw new Error("there is no version");
    const bytes = await agreementDocument(version, "zh");
    expect((await agreementDocument(version, "zh")).equals(bytes)).toBe(true);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    const flat = text.replace(/\s+/g, "");
    for (const part of ["捐赠协议书", "沈山茶", "¥2,000.00", "冬天的午饭", "2026-11-22", "尚未确认"])
      expect(flat).toContain(part);
  });
});
