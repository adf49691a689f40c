import { randomBytes, randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { announceCases } from "#app/features/aid/announce-cases.server.ts";
import { caseToken, caseTokenOpens } from "#app/features/aid/application.server.ts";
import { checkCase } from "#app/features/aid/check-case.server.ts";
import { answerDecision, proposeDecision } from "#app/features/aid/decide-case.server.ts";
import { readPerson } from "#app/features/aid/queries.server.ts";
import { receiveApplication } from "#app/features/aid/receive-application.server.ts";
import { countOldAidSeals, resealAid } from "#app/features/aid/reseal-aid.server.ts";
import { stopByList } from "#app/features/aid/stop-by-list.server.ts";
import { takeList, uploadList } from "#app/features/aid/take-list.server.ts";
import { db } from "#app/lib/db.server.ts";
import * as environment from "#app/lib/env.server.ts";
import { findWork } from "#app/lib/long-work.server.ts";
import { idNumberOf, makeAidPlace, makeApproved, makeCase, typedApplication } from "#tests/factories/aid.ts";
import { NOW } from "#tests/factories/books.ts";

const rowOf = async (id: string) => {
  const [row] = await db.rows<Record<string, unknown>>("select * from aid_case where id = $1", [id]);
  return row ?? {};
};

it("takes an application once, sealed, and gives a reference and a secret that open it", async () => {
  const place = await makeAidPlace();
  const id = randomUUID();
  const input = { id, programmeId: place.programmeId, typed: typedApplication(1), clerk: null, now: NOW };
  const twice = await Promise.all([receiveApplication(input), receiveApplication(input)]);
  expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  expect(await receiveApplication({ ...input, typed: typedApplication(2) })).toEqual({
    ok: false,
    reason: "other-content",
  });
  const row = await rowOf(id);
  expect(row).toMatchObject({ origin: "person", is_minor: false, id_number_odd: false });
  // Nothing of the person stands in the row in clear.
  const stored = JSON.stringify(row, (_, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
  );
  for (const secret of ["演示人1", idNumberOf(1), "13900000001", "6228000000000"])
    expect(stored).not.toContain(secret);
  expect(caseTokenOpens(` ${caseToken(id).toUpperCase()} `, String(row.token_hash))).toBe(true);
  expect(caseTokenOpens("wrong", String(row.token_hash))).toBe(false);
});

it("refuses what does not fit the programme, and a child without a guardian", async () => {
  const place = await makeAidPlace();
  const received = async (over: Parameters<typeof typedApplication>[1]) =>
    receiveApplication({
      id: randomUUID(),
      programmeId: place.programmeId,
      typed: typedApplication(1, over),
      clerk: null,
      now: NOW,
    });
  expect(await received({ town: "330111101" })).toMatchObject({ reason: "outside-area" });
  expect(await received({ householdClass: "富人" })).toMatchObject({ reason: "class-not-listed" });
  const child = { idNumber: idNumberOf(7, "20150823") };
  expect(await received(child)).toMatchObject({ reason: "guardian-missing" });
  expect(
    await received({ ...child, guardianName: "演示监护人", guardianPhone: "13900000000" }),
  ).toMatchObject({ ok: true });
  expect(() => typedApplication(1, { idNumber: "330122195413020014" })).toThrow(/errIdNumber/);
});

it("decides by two people, within band and cap, and only forward; the database refuses the rest", async () => {
  const place = await makeAidPlace();
  const { organizationId, clerkId, approverId, secondApproverId } = place;
  const id = await makeCase(place, 1);
  const by = (userId: string) => ({ id, organizationId, userId, note: "内部备注", now: NOW });
  const yes = (amountFen: bigint) => ({ decision: "approve", amountFen }) as const;
  expect(await proposeDecision({ ...by(clerkId), what: yes(100_000n) })).toMatchObject({
    reason: "not-checked",
  });
  await checkCase({ id, organizationId, userId: clerkId, ways: ["home-visit"], now: NOW });
  expect(await proposeDecision({ ...by(clerkId), what: yes(1_000n) })).toMatchObject({
    reason: "outside-band",
  });
  expect(await proposeDecision({ ...by(approverId), what: yes(150_000n) })).toEqual({
    ok: true,
    repeated: false,
  });
  expect(await proposeDecision({ ...by(approverId), what: yes(150_000n) })).toEqual({
    ok: true,
    repeated: true,
  });
  expect(await answerDecision({ ...by(approverId), answer: "confirmed" })).toMatchObject({
    reason: "own-proposal",
  });
  expect(await answerDecision({ ...by(clerkId), answer: "confirmed" })).toMatchObject({
    reason: "not-permitted",
  });
  await expect(
    db.run(`update aid_case set decided_at = now(), decision = 'approve', decided_fen = 1 where id = $1`, [
      id,
    ]),
  ).rejects.toThrow(/two people/);
  await expect(
    db.run(
      `insert into aid_decision (case_id, step, kind, decision, amount_fen, by_id, at, answers_step)
       values ($1, 2, 'confirmed', 'approve', 150000, $2, now(), 1)`,
      [id, approverId],
    ),
  ).rejects.toThrow(/another person/);
  const answers = await Promise.all(
    [1, 2].map(() => answerDecision({ ...by(secondApproverId), answer: "confirmed" })),
  );
  expect(answers.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  await expect(db.run("update aid_case set decided_fen = 1 where id = $1", [id])).rejects.toThrow(
    /only moves forward/,
  );
  // The same person again in this year: 1,500 of 3,000 are left.
  const second = await makeCase(place, 1, { need: "又一次" });
  await checkCase({ id: second, organizationId, userId: clerkId, ways: ["id-card"], now: NOW });
  expect(await proposeDecision({ ...by(clerkId), id: second, what: yes(160_000n) })).toEqual({
    ok: false,
    reason: "over-cap",
    leftFen: 150_000n,
  });
  const [note] = await db.rows<{ sealed: Buffer }>(
    "select note_sealed as sealed from aid_decision where case_id = $1 limit 1",
    [id],
  );
  expect(note?.sealed.includes(Buffer.from("内部备注"))).toBe(false);
});

it("announces five or more without names, lets fewer wait for the next, and publishes it once", async () => {
  const place = await makeAidPlace();
  const announce = (id: string) =>
    announceCases({
      id,
      organizationId: place.organizationId,
      programmeId: place.programmeId,
      userId: place.approverId,
      now: NOW,
    });
  for (const number of [1, 2, 3, 4]) await makeApproved(place, number);
  expect(await announce(randomUUID())).toEqual({ ok: false, reason: "too-few", people: 4, fewest: 5 });
  for (const number of [5, 6, 7]) await makeApproved(place, number, { town: "330122102" });
  const id = randomUUID();
  const twice = await Promise.all([announce(id), announce(id)]);
  expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  const cells = await db.rows(
    "select division_code, people_from, people_to, low_fen, high_fen from aid_cell",
  );
  expect(cells).toEqual([
    { division_code: "330122", people_from: 5, people_to: 9, low_fen: 50_000n, high_fen: 200_000n },
  ]);
  await expect(db.run("update aid_cell set people_from = 6")).rejects.toThrow(/permission denied/);
  const acts = await db.rows<{ details: unknown }>("select details::text from organization_act");
  expect(JSON.stringify(acts)).not.toMatch(/演示|3301221954|139000/);
});

it("takes a list in row by row: a bad row stops no neighbour, a crash half-way repeats nothing, the list is forgotten", async () => {
  const place = await makeAidPlace();
  const { organizationId, programmeId, clerkId } = place;
  const rows = Array.from({ length: 1_203 }, (_, at) => {
    const town = at === 3 ? "330111101" : "330122102";
    return `演示${at},${idNumberOf(at % 999, `19${50 + (at % 40)}0302`)},1390000${1000 + (at % 9000)},${town},低保家庭,住院,是`;
  });
  rows[1] = "坏行,123,13900000000,330122102,低保家庭,住院,";
  const bytes = Buffer.from(`\uFEFF姓名,身份证号,电话,镇街代码,家庭类别,困难情况,紧急\n${rows.join("\n")}`);
  const id = randomUUID();
  const upload = () =>
    uploadList({ id, organizationId, programmeId, source: "hospital", userId: clerkId, bytes, now: NOW });
  expect(await upload()).toEqual({ ok: true, repeated: false });
  expect(await upload()).toEqual({ ok: true, repeated: true });
  const controller = new AbortController();
  controller.abort(new Error("the worker dies"));
  await expect(takeList(id, NOW, controller.signal)).rejects.toThrow("the worker dies");
  await Promise.all([takeList(id, NOW), takeList(id, NOW)]);
  await takeList(id, NOW);
  const [list] = await db.rows<Record<string, unknown>>("select * from aid_list where id = $1", [id]);
  expect(list).toMatchObject({ row_count: 1_203, taken_count: 1_201, bad_count: 2, sealed: null });
  expect(await db.rows("select line_no, codes from aid_list_error order by 1")).toEqual([
    { line_no: 3, codes: ["errIdNumber"] },
    { line_no: 5, codes: ["refuse_outside-area"] },
  ]);
  expect(await findWork(id, [organizationId])).toMatchObject({
    total: 1_203,
    done: 1_203,
    failureCode: null,
  });
  const [found] = await db.rows<{ many: number }>(
    "select count(*)::int as many from aid_case where is_urgent",
  );
  expect(found?.many).toBe(1_201);
});

it("stops those on a list of deaths before they are paid, twice the same, and keeps no list", async () => {
  const place = await makeAidPlace();
  const { organizationId, clerkId } = place;
  const dead = await makeApproved(place, 1);
  const alive = await makeApproved(place, 2);
  const bytes = Buffer.from(`姓名,身份证号\n某,${idNumberOf(1)}\n某,${idNumberOf(900)}\n某,不详`);
  const id = randomUUID();
  const run = () => stopByList({ id, organizationId, userId: clerkId, reason: "died", bytes, now: NOW });
  expect(await run()).toEqual({
    ok: true,
    repeated: false,
    rowCount: 3,
    badLines: [4],
    stoppedCount: 1,
    inBatch: [],
    paid: [],
  });
  expect(await run()).toMatchObject({ repeated: true, stoppedCount: 0 });
  expect(await rowOf(dead)).toMatchObject({ stop_reason: "died" });
  expect(await rowOf(alive)).toMatchObject({ stopped_at: null });
});

it("stays readable when the key is changed: everything comes under the new one", async () => {
  const place = await makeAidPlace();
  const id = await makeCase(place, 1);
  expect(await resealAid()).toBe(0);
  const real = environment.env();
  const fresh = { id: "k9", key: randomBytes(32) };
  const mocked = vi
    .spyOn(environment, "env")
    .mockReturnValue({ ...real, CREDENTIAL_KEYS: [fresh, ...real.CREDENTIAL_KEYS] });
  expect(await countOldAidSeals()).toBe(1);
  const both = await Promise.all([resealAid(), resealAid()]);
  expect(both.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await countOldAidSeals()).toBe(0);
  mocked.mockReturnValue({ ...real, CREDENTIAL_KEYS: [fresh] });
  expect((await readPerson(db, id, [place.organizationId]))?.name).toBe("演示人1");
  mocked.mockRestore();
});
