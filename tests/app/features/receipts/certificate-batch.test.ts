import { randomUUID } from "node:crypto";
import { unzipSync } from "fflate";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { beginCertificates } from "#app/features/receipts/begin-certificates.server.ts";
import { certificateZip } from "#app/features/receipts/certificate-zip.server.ts";
import { makeCertificates, pruneCertificates } from "#app/features/receipts/make-certificates.server.ts";
import { db } from "#app/lib/db.server.ts";
import { findWork } from "#app/lib/long-work.server.ts";
import { makeFund, makeOrganization, makePendingGift, NOW, paidFact } from "#tests/factories/books.ts";
import { makeMember } from "#tests/factories/people.ts";

const GIFTS = 12;
const STEP = 5;

async function makeDrive() {
  const made = await makeOrganization();
  const place = { ...made, fundId: await makeFund(made.organizationId) };
  const gifts = [];
  for (let index = 0; index < GIFTS; index += 1)
    gifts.push(await makePendingGift(place, 1_000n + BigInt(index)));
  await db.run("update donation set donor_name = '欧阳喆' where fund_id = $1", [place.fundId]);
  await confirmDonations(
    gifts.map((gift) => paidFact(gift)),
    NOW,
  );
  const userId = await makeMember(place.organizationId, "charity-clerk");
  return {
    ...place,
    gifts,
    input: { id: randomUUID(), fundId: place.fundId, organizationId: place.organizationId, userId, now: NOW },
  };
}

const madeOf = async (workId: string) =>
  db.rows<{ place: number; madeAt: Date; size: number }>(
    `select place, made_at as "madeAt", length(pdf) as size from certificate_batch_item
     where work_id = $1 and made_at is not null order by place`,
    [workId],
  );

describe("a batch of certificates", () => {
  it("goes on exactly where it was cut off, and comes as a zip of its organization alone", async () => {
    const { input, organizationId, gifts } = await makeDrive();
    expect(await beginCertificates(input)).toEqual({ ok: true, repeated: false });
    expect(await beginCertificates(input)).toEqual({ ok: true, repeated: true });
    // The first run is cut off after its first step.
    const cut = new AbortController();
    await makeCertificates(input.id, {
      now: () => {
        cut.abort();
        return NOW;
      },
      signal: cut.signal,
      atOnce: STEP,
    });
    const before = await madeOf(input.id);
    expect(before.map(({ place }) => place)).toEqual(Array.from({ length: STEP }, (_, index) => index + 1));
    expect(await findWork(input.id, [organizationId])).toMatchObject({
      done: STEP,
      total: GIFTS,
      finishedAt: null,
    });
    // A gift went back meanwhile: it gets no certificate.
    const [gone] = gifts.sort((a, b) => b.donationId.localeCompare(a.donationId));
    await confirmDonations(
      [paidFact(gone as (typeof gifts)[number], { type: "refunded", objectId: "b", eventKey: "b" })],
      NOW,
    );
    const later = new Date(NOW.getTime() + 60_000);
    await Promise.all([
      makeCertificates(input.id, { now: () => later, atOnce: STEP }),
      makeCertificates(input.id, { now: () => later, atOnce: STEP }),
    ]);
    const after = await madeOf(input.id);
    expect(after).toHaveLength(GIFTS);
    expect(after.slice(0, STEP)).toEqual(before);
    expect(await findWork(input.id, [organizationId])).toMatchObject({ done: GIFTS, finishedAt: later });

    const zip = await certificateZip(input.id, [organizationId]);
    const files = unzipSync(new Uint8Array(await new Response(zip).arrayBuffer()));
    expect(Object.keys(files)).toHaveLength(GIFTS - 1);
    expect(Object.keys(files).join()).not.toContain(gone?.donationId.slice(9));
    const [first = new Uint8Array()] = Object.values(files);
    expect((await extractText(await getDocumentProxy(first), { mergePages: true })).text).toContain("欧阳喆");
    const other = await makeOrganization();
    expect(await certificateZip(input.id, [other.organizationId])).toBeNull();
  });

  it("is refused to strangers and for a fund without gifts, and is taken away after a week", async () => {
    const { input, organizationId } = await makeDrive();
    const other = await makeOrganization();
    const stranger = await makeMember(other.organizationId, "charity-clerk");
    expect(await beginCertificates({ ...input, userId: stranger })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await beginCertificates({ ...input, fundId: await makeFund(other.organizationId) })).toEqual({
      ok: false,
      reason: "not-found",
    });
    expect(await beginCertificates({ ...input, fundId: await makeFund(organizationId) })).toEqual({
      ok: false,
      reason: "nothing",
    });
    expect(await beginCertificates(input)).toMatchObject({ ok: true });
    expect(await pruneCertificates(NOW)).toBe(0);
    expect(await pruneCertificates(new Date(NOW.getTime() + 8 * 24 * 3_600_000))).toBe(1);
  });
});
