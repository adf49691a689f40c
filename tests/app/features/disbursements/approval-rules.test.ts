import { describe, expect, it } from "vitest";
import { answerRules, proposeRules } from "#app/features/disbursements/approval/change-rules.server.ts";
import { nameBoardDecision } from "#app/features/disbursements/approval/name-board-decision.server.ts";
import { ruleInForce } from "#app/features/disbursements/approval/rule-queries.server.ts";
import { approvalsMissing, approvalsNeeded, NO_RULE } from "#app/features/disbursements/approval/rules.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  makeSettledGift,
  makeSpendingPlace,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

const change = (place: SpendingPlace, twoAboveFen: bigint | null, boardAboveFen: bigint | null) => ({
  organizationId: place.organizationId,
  userId: place.clerkId,
  twoAboveFen,
  boardAboveFen,
  note: "理事会 11 月例会",
  now: NOW,
});
const answer = (place: SpendingPlace, version: number, userId = place.approverId) => ({
  organizationId: place.organizationId,
  userId,
  version,
  answer: "confirm" as const,
  now: NOW,
});

async function inForce(place: SpendingPlace, twoAboveFen: bigint | null, boardAboveFen: bigint | null) {
  const proposed = await proposeRules(change(place, twoAboveFen, boardAboveFen));
  if (!proposed.ok) throw new Error(proposed.reason);
  expect(await answerRules(answer(place, proposed.version))).toEqual({ ok: true, repeated: false });
}

async function proposed(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const result = await proposeDisbursement(proposalOf(place, amountFen));
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

const approve = (place: SpendingPlace, id: string, userId: string) =>
  approveDisbursement({ id, organizationId: place.organizationId, userId, now: NOW });

describe("what a rule asks", () => {
  const rule = { version: 3, twoAboveFen: 1_000n, boardAboveFen: 5_000n };
  it.each([
    [NO_RULE, 99_999_999n, { people: 1, board: false }],
    [rule, 1_000n, { people: 1, board: false }],
    [rule, 1_001n, { people: 2, board: false }],
    [rule, 5_000n, { people: 2, board: false }],
    [rule, 5_001n, { people: 2, board: true }],
    [{ ...rule, twoAboveFen: null }, 5_001n, { people: 2, board: true }],
    [{ ...rule, boardAboveFen: null }, 9_999n, { people: 2, board: false }],
  ])("of %o for %d fen", (given, amountFen, needed) => {
    expect(approvalsNeeded(given, amountFen)).toEqual(needed);
  });

  it("counts who has agreed and whether the board is named", () => {
    const proposal = { amountFen: 6_000n, agreedByIds: ["a"], boardDecision: null };
    expect(approvalsMissing(rule, proposal)).toEqual({ people: 1, board: true });
    const all = { ...proposal, agreedByIds: ["a", "b"], boardDecision: "理决〔2026〕12号" };
    expect(approvalsMissing(rule, all)).toEqual({ people: 0, board: false });
  });
});

describe("the rules of an organization", () => {
  it("change by two people, one change at a time, and keep their versions", async () => {
    const place = await makeSpendingPlace();
    expect(await ruleInForce(place.organizationId)).toEqual(NO_RULE);
    const both = await Promise.all([
      proposeRules(change(place, 1_000n, 5_000n)),
      proposeRules(change(place, 1_000n, 5_000n)),
    ]);
    expect(both.map((result) => result.ok && result.version)).toEqual([1, 1]);
    expect(await proposeRules(change(place, 2_000n, null))).toEqual({ ok: false, reason: "change-waits" });
    expect(await proposeRules(change(place, 2_000n, 1_000n))).toEqual({ ok: false, reason: "out-of-order" });
    expect(await ruleInForce(place.organizationId)).toEqual(NO_RULE);
    expect(await answerRules(answer(place, 1, place.clerkId))).toEqual({ ok: false, reason: "own-proposal" });
    const other = await makeSpendingPlace();
    expect(await answerRules(answer(place, 1, other.approverId))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await answerRules(answer(place, 1))).toEqual({ ok: true, repeated: false });
    expect(await answerRules(answer(place, 1))).toEqual({ ok: true, repeated: true });
    expect(await answerRules({ ...answer(place, 1), answer: "refuse" })).toEqual({
      ok: false,
      reason: "answered-otherwise",
    });
    expect(await ruleInForce(place.organizationId)).toMatchObject({ version: 1, twoAboveFen: 1_000n });
    await inForce(place, 2_000n, null);
    expect(await ruleInForce(place.organizationId)).toEqual({
      version: 2,
      twoAboveFen: 2_000n,
      boardAboveFen: null,
    });
    const owner = await (await testDatabase()).owner();
    await expect(owner.query("update approval_rule set two_above_fen = 1")).rejects.toThrow(
      "only moves forward",
    );
    await expect(
      owner.query(
        "insert into approval_rule select organization_id, 9, 1, 2, '', proposed_by_id, now(), proposed_by_id, now() from approval_rule limit 1",
      ),
    ).rejects.toThrow("approval_rule_two_people");
  });
});

describe("approving above the limits", () => {
  it("commits the money with the second person, never with the first or the proposer", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 3_000n);
    await inForce(place, 1_000n, null);
    const id = await proposed(place, 1_500n);
    expect(await approve(place, id, place.clerkId)).toMatchObject({ reason: "own-proposal" });
    expect(await approve(place, id, place.approverId)).toEqual({ ok: true, repeated: false, missing: 1 });
    expect(await approve(place, id, place.approverId)).toEqual({ ok: true, repeated: true, missing: 1 });
    expect((await fundTerms([place.fundId])).get(place.fundId)).toMatchObject({ committed: 0n });
    const twice = await Promise.all([
      approve(place, id, place.secondApproverId),
      approve(place, id, place.secondApproverId),
    ]);
    expect(twice.map((result) => result.ok)).toEqual([true, true]);
    expect(await approve(place, id, place.approverId)).toEqual({ ok: true, repeated: true });
    expect((await fundTerms([place.fundId])).get(place.fundId)).toMatchObject({ committed: 1_500n });
    const small = await proposed(place, 1_000n);
    expect(await approve(place, small, place.approverId)).toEqual({ ok: true, repeated: false });
    expect(
      await db.rows(
        "select rule_version as version, count(*)::int4 as people from disbursement_approval group by 1",
      ),
    ).toEqual([{ version: 1, people: 3 }]);
  });

  it("wants the board's decision named before anybody agrees, and then keeps it", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 9_000n);
    await inForce(place, 1_000n, 5_000n);
    const id = await proposed(place, 6_000n);
    expect(await approve(place, id, place.approverId)).toEqual({
      ok: false,
      reason: "board-decision-missing",
    });
    const naming = { id, organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    expect(await nameBoardDecision({ ...naming, decision: "理决〔2026〕12号" })).toMatchObject({ ok: true });
    expect(await nameBoardDecision({ ...naming, decision: "理决〔2026〕12号" })).toEqual({
      ok: true,
      repeated: true,
    });
    expect(await approve(place, id, place.approverId)).toMatchObject({ ok: true, missing: 1 });
    expect(await nameBoardDecision({ ...naming, decision: "理决〔2026〕13号" })).toEqual({
      ok: false,
      reason: "already-decided",
    });
    expect(await approve(place, id, place.secondApproverId)).toEqual({ ok: true, repeated: false });
  });
});
