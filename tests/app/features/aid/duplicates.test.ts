import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { ownTwiceCount, readCheck } from "#app/features/aid/duplicates/check-queries.server.ts";
import { runDuplicateCheck } from "#app/features/aid/duplicates/run-check.server.ts";
import { runHash } from "#app/features/aid/duplicates/run-key.ts";
import { db } from "#app/lib/db.server.ts";
import { newOrganizationId } from "#app/lib/ids.ts";
import { type AidPlace, idNumberOf, makeAidPlace, makeApproved } from "#tests/factories/aid.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeMember } from "#tests/factories/people.ts";

const KEY = "a key that is used for one run alone";

async function makeBureau(divisionCode: string): Promise<{ bureauId: string; officerId: string }> {
  const bureauId = newOrganizationId();
  await db.run(
    `insert into division (code, name, name_en, level) values ($1, '某地', 'Somewhere', 'county') on conflict do nothing`,
    [divisionCode],
  );
  await db.run(
    `insert into organization (id, slug, kind, name, name_en, division_code) values ($1, $1, 'bureau', '演示民政局', 'Bureau', $2)`,
    [bureauId, divisionCode],
  );
  return { bureauId, officerId: await makeMember(bureauId, "bureau-officer") };
}

/** Approved cases that were paid, as far as the check looks. */
async function paidCases(place: AidPlace, numbers: readonly number[]): Promise<void> {
  const id = `b${place.fundId}${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await db.run(
    `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, payee, amount_fen, currency,
       beneficiary_count, person_times, proposed_by_id, proposed_at, approved_by_id, approved_at, paid_at)
     values ($1, $2, $3, 'food', 'x', 'x', 1, 'CNY', 1, 1, $4, $6, $5, $6, $6)`,
    [place.fundId, id, place.organizationId, place.clerkId, place.approverId, NOW],
  );
  for (const number of numbers) {
    const caseId = await makeApproved(place, number);
    await db.run(
      "insert into aid_batch_case (fund_id, disbursement_id, case_id, amount_fen) values ($1, $2, $3, 100000)",
      [place.fundId, id, caseId],
    );
  }
}

const listOf = (...values: string[]) =>
  Buffer.from(`序号,身份证号\n${values.map((value, at) => `${at},${value}`).join("\n")}`);
const runOf = (
  bureau: { bureauId: string; officerId: string },
  bytes: Uint8Array,
  key: string | null = KEY,
) => ({
  id: randomUUID(),
  ...bureau,
  key,
  bytes,
  sinceDay: "2026-01-01",
  untilDay: "2026-12-31",
  now: NOW,
});

it("finds who was never aided and who was aided twice, in clear and by hashes alike, and keeps neither list nor key", async ({
  task,
}) => {
  // Payments written by hand have no transfers.
  task.meta.ledgerMayBreak = true;
  const one = await makeAidPlace();
  const other = await makeAidPlace();
  await paidCases(one, [1, 2, 3]);
  await paidCases(other, [3, 4]);
  const bureau = await makeBureau("330122");
  const numbers = [1, 3, 8, 9].map((number) => idNumberOf(number));
  const clear = runOf(bureau, listOf(...numbers, "不详"), null);
  const twice = await Promise.all([runDuplicateCheck(clear), runDuplicateCheck(clear)]);
  expect(twice.map((run) => run.ok && run.repeated).sort()).toEqual([false, true]);
  const hashed = runOf(bureau, listOf(...numbers.map((number) => runHash(KEY, number))));
  expect(await runDuplicateCheck(hashed)).toEqual({ ok: true, repeated: false });
  expect(await runDuplicateCheck({ ...hashed, id: randomUUID(), key: null })).toMatchObject({
    reason: "key-too-short",
  });
  for (const { id } of [clear, hashed]) {
    const found = await readCheck(id, bureau.officerId, NOW);
    expect(found?.neverLines).toEqual([4, 5]);
    expect(found?.twice.map(({ groupNo }) => groupNo)).toEqual([1, 1]);
    expect(found?.check).toMatchObject({ caseCount: 5, organizationCount: 2, aidedTwiceCount: 1 });
  }
  expect(await ownTwiceCount([one.organizationId])).toMatchObject({ count: 1 });
  const kept = await db.rows(
    "select k::text, (select string_agg(h::text, ' ') from duplicate_check_hit h) from duplicate_check k",
  );
  const acts = await db.rows<{ act: string }>(
    "select act, details::text from organization_act where act like 'duplicate%'",
  );
  expect(acts.map(({ act }) => act).sort()).toEqual([
    "duplicate-check-run",
    "duplicate-check-run",
    "duplicate-list-read",
    "duplicate-list-read",
  ]);
  for (const secret of [...numbers, KEY, ...numbers.map((number) => runHash(KEY, number)), "演示人"])
    expect(JSON.stringify([kept, acts])).not.toContain(secret);
});

it("looks only at charities of the officer's division, and shows a run to its own bureau alone", async ({
  task,
}) => {
  task.meta.ledgerMayBreak = true;
  const place = await makeAidPlace();
  await paidCases(place, [1]);
  const elsewhere = await makeBureau("340722");
  const away = runOf(elsewhere, listOf(idNumberOf(1)));
  expect(await runDuplicateCheck(away)).toMatchObject({ ok: true });
  expect((await readCheck(away.id, elsewhere.officerId, NOW))?.check).toMatchObject({
    caseCount: 0,
    neverAidedCount: 1,
  });
  const here = await makeBureau("330122");
  expect(await readCheck(away.id, here.officerId, NOW)).toBeNull();
  expect(
    await runDuplicateCheck(runOf({ ...here, officerId: place.clerkId }, listOf(idNumberOf(1)))),
  ).toMatchObject({
    reason: "not-permitted",
  });
  expect(await runDuplicateCheck(runOf(here, listOf(idNumberOf(1)), "short"))).toMatchObject({
    reason: "key-too-short",
  });
  expect(await runDuplicateCheck(runOf(here, Buffer.from("姓名\n某")))).toMatchObject({
    reason: "no-id-column",
  });
});
