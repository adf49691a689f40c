import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { moveBetweenFunds } from "#app/features/disbursements/move-between-funds.server.ts";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import { RELEASER_ROLES } from "./project-codes.ts";
import type { SurplusHandling } from "./surplus-handlings.ts";

/** Why a project cannot end yet: each is somebody's to finish first. */
export type EndObstacle =
  | "open-payments"
  | "unsettled"
  | "held"
  | "on-hold"
  | "open-refunds"
  | "open-promises";

export interface EndState {
  /** What would be left to move. */
  leftFen: bigint;
  obstacles: EndObstacle[];
}

/** What stands between a project and its end, and what is left. In a verb: under the fund's lock. */
export async function endStateOf(sql: Sql, fundId: string, now: Date): Promise<EndState> {
  const terms = (await fundTerms([fundId], sql)).get(fundId);
  const { availableFen, unsettledFen, onHoldFen } = await spendableOf(fundId, sql);
  const [open] = await sql.rows<{ payments: boolean; refunds: boolean }>(
    `select exists (select from disbursement where fund_id = $1 and paid_at is null and rejected_at is null
                    and withdrawn_at is null) as payments,
            exists (select from refund_request where fund_id = $1 and approved_at is null and rejected_at is null)
              as refunds`,
    [fundId],
  );
  const obstacles: EndObstacle[] = [];
  if (open?.payments || (terms?.committed ?? 0n) > 0n) obstacles.push("open-payments");
  if (unsettledFen > 0n) obstacles.push("unsettled");
  if ((terms?.held ?? 0n) > 0n) obstacles.push("held");
  if (onHoldFen > 0n) obstacles.push("on-hold");
  if (open?.refunds) obstacles.push("open-refunds");
  if (await hasOpenPromises(sql, fundId, now)) obstacles.push("open-promises");
  return { leftFen: availableFen, obstacles };
}

/** What enterprises promised a consumption campaign is asked for to the end (慈善法 Art. 41) before its fund closes. */
async function hasOpenPromises(sql: Sql, fundId: string, now: Date): Promise<boolean> {
  const [found] = await sql.rows<{ isOpen: boolean }>(
    `select exists (
         select from consumption_agreement a join consumption_agreement_version v on v.agreement_id = a.id
         where a.fund_id = $1 and a.ended_at is null and v.charity_confirmed_at is not null
           and v.merchant_confirmed_at is not null and v.ends_on >= $2::date)
       or exists (select from consumption_agreement a join consumption_pending p on p.agreement_id = a.id
                  where a.fund_id = $1)
       or exists (select from consumption_posting where fund_id = $1 and statement_id is null and amount_fen > 0)
       or exists (select from consumption_statement
                  where fund_id = $1 and amount_fen > 0 and state not in ('paid', 'reconciled')) as "isOpen"`,
    [fundId, shanghaiDay(now)],
  );
  return found?.isOpen ?? false;
}

export interface ProposeEndInput extends Acting {
  /** Drawn with the form; also the id of the move. */
  endingId: string;
  handling: SurplusHandling;
  toFundId: string | null;
  /** Public: why it ends and what becomes of what is left. */
  notice: string;
  noticeEn: string;
}

export type ProposeEndResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | {
      ok: false;
      reason: "not-published" | "already-asked" | "nothing-left" | "something-left" | "fund-not-found";
    }
  | { ok: false; reason: EndObstacle };

/**
 * Proposes to end a project and what becomes of what is left (Order 81 Art. 9), or, for one that has ended, what becomes
 * of what came in later. Nothing moves before a second person agrees.
 */
export async function proposeEnd(input: ProposeEndInput): Promise<ProposeEndResult> {
  return transaction(async (tx): Promise<ProposeEndResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (!locked.project.publishedAt) return { ok: false, reason: "not-published" };
    const asked = await tx.rows<{ id: string; isOpen: boolean }>(
      `select id, approved_at is null and refused_at is null as "isOpen" from project_ending where fund_id = $1`,
      [input.fundId],
    );
    if (asked.some(({ id }) => id === input.endingId)) return { ok: true, repeated: true };
    if (asked.some(({ isOpen }) => isOpen)) return { ok: false, reason: "already-asked" };
    const refusal = await refusalOf(tx, input, locked.project.state === "ended");
    if (refusal) return refusal;
    const { leftFen } = await endStateOf(tx, input.fundId, input.now);
    await tx.run(
      `insert into project_ending (id, fund_id, handling, amount_fen, to_fund_id, notice, notice_en, asked_by_id, asked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        input.endingId,
        input.fundId,
        input.handling,
        leftFen,
        input.toFundId,
        input.notice,
        input.noticeEn,
        input.userId,
        input.now,
      ],
    );
    await recordAct(tx, projectAct(input, "project-end-proposed", { handling: input.handling, leftFen }));
    return { ok: true, repeated: false };
  });
}

async function refusalOf(
  tx: Sql,
  input: ProposeEndInput,
  isEnded: boolean,
): Promise<ProposeEndResult | null> {
  const { leftFen, obstacles } = await endStateOf(tx, input.fundId, input.now);
  const [first] = obstacles;
  if (first) return { ok: false, reason: first };
  if (leftFen === 0n) {
    if (isEnded) return { ok: false, reason: "nothing-left" };
    return input.handling === "none-left" && input.toFundId === null
      ? null
      : { ok: false, reason: "nothing-left" };
  }
  if (input.handling === "none-left") return { ok: false, reason: "something-left" };
  const targets = await tx.rows(
    `select id from fund where id = $1 and organization_id = $2 and id <> $3 and kind <> 'trust' and currency = 'CNY'
       and state in ('open', 'paused')`,
    [input.toFundId, input.organizationId, input.fundId],
  );
  return targets.length === 1 ? null : { ok: false, reason: "fund-not-found" };
}

export type DecideEndResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "nothing-asked" | "own-proposal" | "money-moved-since" | "fund-not-found" }
  | { ok: false; reason: EndObstacle };

interface AskedEnd {
  id: string;
  handling: SurplusHandling;
  amountFen: bigint;
  toFundId: string | null;
  askedById: string;
}

/**
 * A second person agrees: the project takes no more gifts and keeps its page, and what is left goes to the other fund in
 * the same transaction. What was agreed to is what is moved: if the sum is another by now, it is proposed anew.
 */
export async function approveEnd(input: Acting & { endingId: string }): Promise<DecideEndResult> {
  return transaction(async (tx): Promise<DecideEndResult> => {
    const [asked] = await tx.rows<AskedEnd & { approvedAt: Date | null; refusedAt: Date | null }>(
      `select id, handling, amount_fen as "amountFen", to_fund_id as "toFundId", asked_by_id as "askedById",
              approved_at as "approvedAt", refused_at as "refusedAt"
       from project_ending where id = $1 and fund_id = $2`,
      [input.endingId, input.fundId],
    );
    // Both funds in id order before anything is read of them: two ends into each other must not wait for each other.
    await lockFunds(tx, asked?.toFundId ? [input.fundId, asked.toFundId] : [input.fundId]);
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const [answered] = await tx.rows<{ approved: boolean; refused: boolean }>(
      `select approved_at is not null as approved, refused_at is not null as refused from project_ending where id = $1`,
      [input.endingId],
    );
    if (!asked || !answered || answered.refused) return { ok: false, reason: "nothing-asked" };
    if (asked.askedById === input.userId) return { ok: false, reason: "own-proposal" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, RELEASER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (answered.approved) return { ok: true, repeated: true };
    const refusal = await moveWhatIsLeft(tx, input, asked);
    if (refusal) return refusal;
    await tx.run("update project_ending set approved_by_id = $2, approved_at = $3 where id = $1", [
      asked.id,
      input.userId,
      input.now,
    ]);
    if (locked.project.state !== "ended") {
      await tx.run("update project set ended_at = $2 where fund_id = $1", [input.fundId, input.now]);
      await tx.run("update fund set state = 'ended' where id = $1", [input.fundId]);
    }
    await recordAct(
      tx,
      projectAct(input, "project-ended", { handling: asked.handling, movedFen: asked.amountFen }),
    );
    return { ok: true, repeated: false };
  });
}

async function moveWhatIsLeft(tx: Sql, input: Acting, asked: AskedEnd): Promise<DecideEndResult | null> {
  const { leftFen, obstacles } = await endStateOf(tx, input.fundId, input.now);
  const [first] = obstacles;
  if (first) return { ok: false, reason: first };
  if (leftFen !== asked.amountFen) return { ok: false, reason: "money-moved-since" };
  if (asked.toFundId === null) return null;
  const moved = await moveBetweenFunds(tx, {
    id: asked.id,
    organizationId: input.organizationId,
    fromFundId: input.fundId,
    toFundId: asked.toFundId,
    amountFen: asked.amountFen,
    proposedById: asked.askedById,
    approvedById: input.userId,
    now: input.now,
  });
  if (moved.ok) return null;
  return moved.reason === "above-available"
    ? { ok: false, reason: "money-moved-since" }
    : { ok: false, reason: "fund-not-found" };
}

/** Another person says no, or who proposed takes it back. Then it can be proposed anew. */
export async function refuseEnd(input: Acting & { endingId: string; why: string }): Promise<DecideEndResult> {
  return transaction(async (tx): Promise<DecideEndResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const refused = await tx.run(
      `update project_ending set refused_by_id = $3, refused_at = $4, refuse_reason = $5
       where id = $1 and fund_id = $2 and approved_at is null and refused_at is null`,
      [input.endingId, input.fundId, input.userId, input.now, input.why],
    );
    if (refused === 0) {
      const known = await tx.rows(
        "select 1 as found from project_ending where id = $1 and fund_id = $2 and refused_at is not null",
        [input.endingId, input.fundId],
      );
      return known.length > 0 ? { ok: true, repeated: true } : { ok: false, reason: "nothing-asked" };
    }
    await recordAct(tx, projectAct(input, "project-end-refused"));
    return { ok: true, repeated: false };
  });
}
