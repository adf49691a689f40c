import type { Act, ActDetails } from "#app/features/identity/acts.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { coverFunds, isCoveredElsewhere } from "./cover-funds.server.ts";
import { checkFilingNo, normalFilingNo } from "./filing-number.ts";
import { latestOf } from "./filing-state.ts";
import {
  type ActingOnFiling,
  holdsRole,
  isOfficerOver,
  type LockedFiling,
  type LockedVersion,
  lockFilings,
  readLockedFiling,
} from "./locked-filing.server.ts";

/** What the civil-affairs department answered. */
export type FilingAnswer =
  | { how: "filed"; filingNo: string; on: string }
  /** Papers are missing: five days to complete them (Order 74 Art. 11). */
  | { how: "returned"; note: string; on: string };

export type AnswerFilingResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "not-found"
        | "not-submitted"
        | "bad-day"
        | "note-missing"
        | "number-format"
        | "number-other-organization"
        | "number-no-uscc"
        | "number-taken"
        | "number-changed"
        | "overlap";
    };

/**
 * Records what the department answered: filed with a number, or returned for missing papers. In a charity's own
 * deployment its members copy the answer from the ministry's system; in a bureau's deployment an officer of the
 * division records it. A number belongs to one campaign for good (Order 74 Art. 12): a changed or renewed plan keeps
 * it. Filed, it comes into force for its projects. Safe to call again.
 */
export async function answerFiling(
  input: ActingOnFiling & { answer: FilingAnswer },
): Promise<AnswerFilingResult> {
  const { organizationId, answer, now } = input;
  return transaction(async (tx): Promise<AnswerFilingResult> => {
    if (!(await mayAnswer(tx, input))) return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const filing = await readLockedFiling(tx, input);
    const version = filing ? latestOf(filing.versions) : null;
    if (!filing || !version) return { ok: false, reason: "not-found" };
    if (
      version.state === answer.how &&
      (answer.how === "returned" || normalFilingNo(answer.filingNo) === filing.filingNo)
    )
      return { ok: true, repeated: true };
    if (version.state !== "submitted") return { ok: false, reason: "not-submitted" };
    if (answer.on > shanghaiDay(now) || answer.on < (version.submittedOn ?? answer.on))
      return { ok: false, reason: "bad-day" };
    return answer.how === "returned"
      ? returnVersion(tx, input, version, answer)
      : fileVersion(tx, input, filing, version, answer);
  });
}

async function mayAnswer(tx: Sql, input: ActingOnFiling): Promise<boolean> {
  if (env().DEPLOYMENT_MODE === "supervision") return isOfficerOver(tx, input);
  return holdsRole(tx, input, ["charity-clerk", "charity-approver"]);
}

async function returnVersion(
  tx: Sql,
  input: ActingOnFiling,
  version: LockedVersion,
  answer: Extract<FilingAnswer, { how: "returned" }>,
): Promise<AnswerFilingResult> {
  const note = answer.note.trim();
  if (note === "") return { ok: false, reason: "note-missing" };
  await writeAnswer(tx, input, version, { state: "returned", on: answer.on, note });
  await record(tx, input, "filing-returned", { version: version.number, on: answer.on });
  return { ok: true, repeated: false };
}

const NUMBER_REFUSALS = {
  "wrong-format": "number-format",
  "other-organization": "number-other-organization",
  "no-uscc": "number-no-uscc",
} as const;

async function fileVersion(
  tx: Sql,
  input: ActingOnFiling,
  filing: LockedFiling,
  version: LockedVersion,
  answer: Extract<FilingAnswer, { how: "filed" }>,
): Promise<AnswerFilingResult> {
  const filingNo = normalFilingNo(answer.filingNo);
  const [known] = await tx.rows<{ uscc: string | null; isTaken: boolean }>(
    `select o.uscc, exists (select from filing g where g.filing_no = $2 and g.id <> $3) as "isTaken"
     from organization o where o.id = $1`,
    [input.organizationId, filingNo, input.filingId],
  );
  const verdict = checkFilingNo(filingNo, known?.uscc ?? null);
  if (verdict !== "right") return { ok: false, reason: NUMBER_REFUSALS[verdict] };
  if (filing.filingNo !== null && filing.filingNo !== filingNo)
    return { ok: false, reason: "number-changed" };
  if (known?.isTaken) return { ok: false, reason: "number-taken" };
  if (await isCoveredElsewhere(tx, input.filingId, version)) return { ok: false, reason: "overlap" };
  if (filing.filingNo === null)
    await tx.run("update filing set filing_no = $2 where id = $1", [input.filingId, filingNo]);
  await writeAnswer(tx, input, version, { state: "filed", on: answer.on, note: "" });
  await coverFunds(tx, input.filingId, version, { today: shanghaiDay(input.now), now: input.now });
  await record(tx, input, "filing-filed", {
    version: version.number,
    kind: version.kind,
    on: answer.on,
    filingNo,
  });
  return { ok: true, repeated: false };
}

async function writeAnswer(
  tx: Sql,
  { filingId, userId, now }: ActingOnFiling,
  version: LockedVersion,
  answer: { state: "filed" | "returned"; on: string; note: string },
): Promise<void> {
  await tx.run(
    `update filing_version set state = $3, answered_on = $4, answer_note = $5, answered_by_id = $6, answered_at = $7
     where filing_id = $1 and number = $2`,
    [filingId, version.number, answer.state, answer.on, answer.note, userId, now],
  );
}

async function record(tx: Sql, input: ActingOnFiling, act: Act, details: ActDetails): Promise<void> {
  const { organizationId, userId, filingId, now } = input;
  await recordAct(tx, {
    organizationId,
    userId,
    act,
    subjectKind: "filing",
    subjectId: filingId,
    details,
    now,
  });
}
