import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import {
  answerScreening,
  proposeScreening,
} from "#app/features/donations/screening/decide-screening.server.ts";
import { plainName, readNameList } from "#app/features/donations/screening/name-list.ts";
import { screenGifts } from "#app/features/donations/screening/screen-gifts.server.ts";
import { SCREENING_REASONS, SCREENING_RULES } from "#app/features/donations/screening/screening-rules.ts";
import { uploadScreeningList } from "#app/features/donations/screening/upload-list.server.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { endStateOf } from "#app/features/projects/end-project.server.ts";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { action as listAction, loader as listLoader } from "#app/routes/operations_.screening.tsx";
import { loader as queueLoader } from "#app/routes/workspace.screening._index.tsx";
import { action as caseAction, loader as caseLoader } from "#app/routes/workspace.screening.$id.tsx";
import { makeFund, makeOrganization, makePendingGift, NOW, paidFact } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const DAY = 86_400_000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

async function makePlace() {
  const made = await makeOrganization();
  const { organizationId } = made;
  return {
    ...made,
    fundId: await makeFund(organizationId),
    clerk: await makeMember(organizationId, "charity-clerk"),
    approver: await makeMember(organizationId, "charity-approver"),
  };
}
type Place = Awaited<ReturnType<typeof makePlace>>;

interface Given {
  email?: string;
  name?: string;
  provider?: string;
  fundId?: string;
  at?: Date;
  cash?: boolean;
}

/** A gift that counts, in yuan. */
async function give(place: Place, yuan: number | bigint, given: Given = {}): Promise<string> {
  const fundId = given.fundId ?? place.fundId;
  const fen = typeof yuan === "bigint" ? yuan : BigInt(yuan) * 100n;
  const gift = await makePendingGift({ ...place, fundId }, fen, { email: given.email });
  await db.run("update donation set donor_name = $2, provider = $3 where id = $1", [
    gift.donationId,
    given.name ?? null,
    given.provider ?? "alipay",
  ]);
  if (given.cash)
    await db.run(
      `insert into recorded_gift (organization_id, id, fund_id, kind, donation_id, amount_fen, currency, given_on,
                                  receipt_no, visibility, recorded_by_id, recorded_at, counted_by_id, counted_at)
       values ($1, gen_random_uuid(), $2, 'cash', $3, $4, 'CNY', '2026-11-21', $3, 'anonymous', $5, $6, $7, $6)`,
      [place.organizationId, fundId, gift.donationId, fen, place.clerk, NOW, place.approver],
    );
  const at = given.at ?? NOW;
  expect(await confirmDonations([paidFact(gift, { occurredAt: at })], at)).toEqual(["applied"]);
  return gift.donationId;
}

const reasonsOf = async (donationId: string): Promise<string[]> =>
  (
    await db.rows<{ reasons: string[] }>("select reasons from gift_screening where donation_id = $1", [
      donationId,
    ])
  )[0]?.reasons ?? [];

async function makeOperator() {
  const { organizationId } = await makeOrganization();
  return { organizationId, userId: await makeMember(organizationId, "operator") };
}

async function upload(csv: string | Uint8Array, source = "演示机关", over: Partial<{ userId: string }> = {}) {
  const file = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  const about = { source, reference: "演示〔2026〕1号", issuedOn: "2026-11-20", file, now: NOW };
  return uploadScreeningList({ ...(await makeOperator()), ...about, ...over });
}

const openCase = async (place: Place): Promise<string> => {
  const donationId = await give(place, 10_000);
  await screenGifts(NOW);
  const [found] = await db.rows<{ id: string }>(
    "select id::text as id from gift_screening where donation_id = $1",
    [donationId],
  );
  return found?.id ?? "";
};
const step = (place: Place, id: string, userId: string, minutes = 0) => ({
  id,
  organizationId: place.organizationId,
  userId,
  now: later(minutes),
});
const CLEAR = { outcome: "clear", ground: "known-giver", reportRef: null } as const;

let place: Place;
beforeEach(async () => {
  place = await makePlace();
});

describe("the rules", () => {
  it("name each reason once, with its basis; only the lists are the law's", () => {
    expect(SCREENING_RULES.map(({ reason }) => reason)).toEqual([...SCREENING_REASONS]);
    expect(SCREENING_RULES.filter(({ basis }) => basis === "law").map(({ reason }) => reason)).toEqual([
      "list-match",
    ]);
  });

  it("begin at their threshold and not a fen before", async () => {
    const trustId = await makeFund(place.organizationId, { kind: "trust" });
    const gifts = {
      below: await give(place, 999_999n),
      single: await give(place, 1_000_000n),
      cashBelow: await give(place, 4_999_999n, { cash: true }),
      cash: await give(place, 5_000_000n, { cash: true }),
      noCash: await give(place, 5_000_000n),
      trust: await give(place, 1, { fundId: trustId }),
      card: await give(place, 100, { provider: "stripe" }),
    };
    expect(await screenGifts(NOW)).toEqual({ screened: 7, opened: 6 });
    const found = Object.entries(gifts).map(async ([key, id]) => [key, await reasonsOf(id)] as const);
    expect(Object.fromEntries(await Promise.all(found))).toEqual({
      below: [],
      single: ["single-large"],
      cashBelow: ["single-large"],
      cash: ["single-large", "cash-large"],
      noCash: ["single-large"],
      trust: ["trust"],
      card: ["overseas-card"],
    });
    // Again, also after a crash that left the waiting rows behind: no second case.
    expect(await screenGifts(NOW)).toEqual({ screened: 0, opened: 0 });
    await db.run(
      `insert into unscreened_gift select fund_id, id, donation_id, counted_at from payment where counted_at is not null`,
    );
    expect(await screenGifts(NOW)).toEqual({ screened: 7, opened: 0 });
  });

  it("sum a giver's Shanghai year within one organization, one case a year", async () => {
    const other = await makePlace();
    // 2025 in Shanghai ends at 16:00 UTC.
    await give(place, 9_000, { email: "a@example.org", at: new Date("2025-12-31T15:59:59Z") });
    for (const days of [200, 150, 100, 50])
      await give(place, 9_999, { email: "a@example.org", at: ago(days) });
    await give(other, 9_999, { email: "a@example.org", at: ago(3) });
    // 39,996 so far: what is the other year's or the other charity's is not added.
    await give(place, 9_999, { email: "a@example.org", at: ago(2) });
    const short = await give(place, 499n, { email: "a@example.org", at: ago(1) });
    await screenGifts(NOW);
    expect(await reasonsOf(short)).toEqual([]);
    const reaches = await give(place, 1n, { email: "A@Example.org" });
    await screenGifts(NOW);
    expect(await reasonsOf(reaches)).toEqual(["year-large"]);
    const next = await give(place, 100, { email: "a@example.org" });
    await screenGifts(NOW);
    expect(await reasonsOf(next)).toEqual([]);
  });

  it("see three gifts just under the line within seven days, not what is further apart or smaller", async () => {
    const run = async (email: string, yuans: (number | bigint)[], days: number[]) => {
      const ids: string[] = [];
      for (const [index, yuan] of yuans.entries())
        ids.push(await give(place, yuan, { email, at: ago(days[index] ?? 0) }));
      return ids.at(-1) ?? "";
    };
    const near = await run("b@example.org", [8_000, 999_999n, 9_000], [6, 3, 0]);
    const far = await run("c@example.org", [8_000, 9_000, 9_000], [7, 3, 0]);
    const small = await run("d@example.org", [799_999n, 9_000, 9_000], [6, 3, 0]);
    await screenGifts(NOW);
    expect(await reasonsOf(near)).toEqual(["structuring"]);
    expect([await reasonsOf(far), await reasonsOf(small)]).toEqual([[], []]);
    const fourth = await give(place, 9_000, { email: "b@example.org", at: later(1) });
    await screenGifts(later(2));
    expect(await reasonsOf(fourth)).toEqual([]);
  });

  it("leave out what counted long before screening began, and nothing after it", async () => {
    await screenGifts(NOW);
    const old = await give(place, 20_000, { at: new Date(ago(30).getTime() - 1) });
    const kept = await give(place, 20_000, { at: ago(30) });
    // The worker was away for a year: nothing that counted meanwhile is forgotten.
    await screenGifts(ago(-365));
    expect([await reasonsOf(old), await reasonsOf(kept)]).toEqual([[], ["single-large"]]);
  });
});

describe("a list of names", () => {
  it("is read in both encodings, and names are compared without spaces, marks, capitals and widths", () => {
    expect(plainName(" Ａnna·O’Neill-Ｚ. ")).toBe("annaoneillz");
    const gb = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x0a]);
    expect(readNameList(gb)).toEqual({
      ok: true,
      entries: [{ name: "张三", country: null, reference: null }],
    });
    const read = (text: string) => readNameList(new TextEncoder().encode(text));
    expect(read("country\nX\n")).toEqual({ ok: false, reason: "no-name-column" });
    expect(read("name\n")).toEqual({ ok: false, reason: "empty" });
    expect(read('name\n"x')).toEqual({ ok: false, reason: "unreadable" });
  });

  it("opens a case for an equal name alone, and stands nowhere in clear", async () => {
    const csv = "姓名,国家,编号\nIvan Petrovsky,XX,QDi.1\n欧阳·山茶,,\n";
    expect(await upload(csv)).toEqual({ ok: true, entryCount: 2, repeated: false });
    expect(await upload(csv)).toEqual({ ok: true, entryCount: 2, repeated: true });
    const match = await give(place, 1, { name: "欧阳山茶" });
    const half = await give(place, 1, { name: "欧阳山" });
    await screenGifts(NOW);
    expect([await reasonsOf(match), await reasonsOf(half)]).toEqual([["list-match"], []]);
    const [dump] = await db.rows<{ text: string }>(
      `select (select string_agg(l::text, '') from screening_list l)
         || (select string_agg(e::text, '') from screening_list_entry e)
         || (select string_agg(s::text, '') from gift_screening s)
         || (select string_agg(o::text, '') from organization_act o) as text`,
    );
    expect(dump?.text).toContain("QDi.1");
    expect(dump?.text).not.toMatch(/ivan|petrovsky|欧阳|山茶/i);
    for (const part of ["ivan", "欧阳"]) expect(dump?.text).not.toContain(Buffer.from(part).toString("hex"));
    // A newer list of the source takes its place; the case stays.
    await upload("name\nSomebody Else\n");
    const late = await give(place, 1, { name: "欧阳山茶" });
    await screenGifts(NOW);
    expect([await reasonsOf(match), await reasonsOf(late)]).toEqual([["list-match"], []]);
  });

  it("is the operator's alone", async () => {
    expect(await upload("name\nX\n", "x", { userId: place.clerk })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    const asks = { request: await requestOf(place.clerk, "/operations/screening"), params: {}, context: {} };
    await expect(listLoader(asks as never)).rejects.toMatchObject({ status: 403 });
    const { userId } = await makeOperator();
    const body = new FormData();
    for (const [name, value] of Object.entries({ source: "网页", reference: "", issuedOn: "2026-11-20" }))
      body.set(name, value);
    body.set("file", new File(["name\n李雷\n"], "list.csv"));
    const request = await requestOf(userId, "/operations/screening", { method: "POST", body });
    await expect(listAction({ request, params: {}, context: {} } as never)).rejects.toMatchObject({
      status: 303,
    });
    const page = await listLoader({ request: await requestOf(userId), params: {}, context: {} } as never);
    expect(page.lists[0]).toMatchObject({ source: "网页", entryCount: 1, isInForce: true });
  });
});

describe("a hold", () => {
  /** As the provider's statement does it, all of the place's gifts at once. */
  const settleAll = () =>
    transaction((tx) =>
      settlePayments(
        tx,
        "select fund_id, payment_id from unsettled_payment where fund_id = $1",
        [place.fundId],
        NOW,
      ),
    );
  const spendable = async () => (await spendableOf(place.fundId)).spendableFen;

  it("keeps a listed giver's gift from being spent until two people have cleared it", async () => {
    await upload("姓名\n沈山茶\n");
    const large = await give(place, 20_000);
    const listed = await give(place, 300, { name: "沈 山茶" });
    await screenGifts(NOW);
    expect(await reasonsOf(large)).toEqual(["single-large"]);
    expect(await reasonsOf(listed)).toEqual(["list-match"]);
    // Unsettled gifts are left out anyway, and not twice.
    expect(await spendable()).toBe(0n);
    await settleAll();
    expect(await spendableOf(place.fundId)).toEqual({
      availableFen: 2_030_000n,
      unsettledFen: 0n,
      onHoldFen: 30_000n,
      spendableFen: 2_000_000n,
    });
    expect((await endStateOf(db, place.fundId, NOW)).obstacles).toEqual(["on-hold"]);
    const [found] = await db.rows<{ id: string }>(
      "select id::text as id from gift_screening where donation_id = $1",
      [listed],
    );
    const id = found?.id ?? "";
    await proposeScreening({ ...step(place, id, place.clerk), ...CLEAR });
    expect(await spendable()).toBe(2_000_000n);
    await answerScreening({ ...step(place, id, place.approver, 1), agrees: true, seen: NOW });
    expect(await spendable()).toBe(2_030_000n);
  });
});

describe("a case", () => {
  it("is decided by two people, once, and then stays", async () => {
    const id = await openCase(place);
    const stranger = await makeMember((await makeOrganization()).organizationId, "charity-clerk");
    expect(await proposeScreening({ ...step(place, id, stranger), ...CLEAR })).toMatchObject({
      reason: "not-permitted",
    });
    expect(
      await answerScreening({ ...step(place, id, place.approver), agrees: true, seen: NOW }),
    ).toMatchObject({ reason: "nothing-proposed" });
    const proposal = { ...step(place, id, place.approver), ...CLEAR };
    const both = await Promise.all([proposeScreening(proposal), proposeScreening(proposal)]);
    expect(both.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    const answer = { agrees: true, seen: NOW };
    expect(await answerScreening({ ...step(place, id, place.approver), ...answer })).toMatchObject({
      reason: "own-proposal",
    });
    expect(await answerScreening({ ...step(place, id, place.clerk), ...answer })).toMatchObject({
      reason: "not-permitted",
    });
    const second = await makeMember(place.organizationId, "charity-approver");
    expect(
      await answerScreening({ ...step(place, id, second), agrees: true, seen: later(-1) }),
    ).toMatchObject({ reason: "changed-meanwhile" });
    expect(await answerScreening({ ...step(place, id, second), agrees: false, seen: NOW })).toMatchObject({
      ok: true,
    });
    const report = { outcome: "report", ground: "listed-person", reportRef: "R-7" } as const;
    await proposeScreening({ ...step(place, id, place.clerk, 1), ...report });
    const agree = { ...step(place, id, second, 2), agrees: true, seen: later(1) };
    const twice = await Promise.all([answerScreening(agree), answerScreening(agree)]);
    expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await proposeScreening({ ...step(place, id, place.clerk, 3), ...CLEAR })).toMatchObject({
      reason: "decided",
    });
    expect(
      await db.rows("select step from gift_screening_act where screening_id = $1 order by number", [id]),
    ).toEqual(["proposed", "sent-back", "proposed", "decided"].map((one) => ({ step: one })));
    const acts = await db.rows<{ act: string }>(
      "select act from organization_act where subject_id = $1 order by at, act",
      [id],
    );
    expect(acts.map(({ act }) => act).sort()).toEqual([
      "screening-decided",
      "screening-proposed",
      "screening-proposed",
      "screening-sent-back",
    ]);
    await expect(db.run("update gift_screening set outcome = 'clear' where id = $1", [id])).rejects.toThrow(
      /stays/,
    );
    for (const table of ["gift_screening_act", "gift_screening", "screening_list_entry"])
      await expect(db.run(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    const alone = await openCase(place);
    await expect(
      db.run(
        `update gift_screening set outcome = 'clear', ground = 'explained', proposed_by_id = $2, proposed_at = now(),
                                   decided_by_id = $2, decided_at = now() where id = $1`,
        [alone, randomUUID()],
      ),
    ).rejects.toThrow(/gift_screening_two_people/);
  });

  it("is seen and decided on its organization's own pages alone, and waits in its rooms", async () => {
    const id = await openCase(place);
    const other = await makePlace();
    const path = `/workspace/screening/${id}`;
    const args = async (userId: string, init?: RequestInit) =>
      ({ request: await requestOf(userId, path, init), params: { id }, context: {} }) as never;
    const queue = await queueLoader(await args(place.clerk));
    expect(queue.cases.map((one) => one.id)).toEqual([id]);
    expect((await queueLoader(await args(other.clerk))).cases).toEqual([]);
    await expect(caseLoader(await args(other.approver))).rejects.toMatchObject({ status: 404 });
    const post = (fields: Record<string, string>) => ({
      method: "POST",
      body: new URLSearchParams(fields),
    });
    const propose = post({ outcome: "refund", ground: "source-unclear", reportRef: "" });
    await expect(caseAction(await args(other.approver, propose))).rejects.toMatchObject({ status: 404 });
    const empty = await caseAction(await args(place.clerk, post({ outcome: "report", ground: "explained" })));
    expect(empty.data.errors).toEqual({ reportRef: "errReportRef" });
    const waits = async (organizationId: string) =>
      (await readWaiting([organizationId], later(4 * 24 * 60), ["screening-undecided"]))[0];
    expect(await waits(place.organizationId)).toMatchObject({
      count: 1,
      overdueCount: 1,
      amountFen: 1_000_000n,
    });
    expect(await waits(other.organizationId)).toMatchObject({ count: 0 });
    await expect(caseAction(await args(place.clerk, propose))).rejects.toMatchObject({ status: 303 });
    const seen = (await caseLoader(await args(place.approver))).found.proposedAt?.toISOString() ?? "";
    const agree = post({ answer: "agree", seen });
    await expect(caseAction(await args(place.approver, agree))).rejects.toMatchObject({ status: 303 });
    expect((await caseLoader(await args(place.clerk))).found).toMatchObject({ outcome: "refund" });
    expect(await waits(place.organizationId)).toMatchObject({ count: 0 });
  });
});
