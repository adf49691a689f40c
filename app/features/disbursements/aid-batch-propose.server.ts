import { rangesOf, writeCells } from "#app/features/aid/announce-cases.server.ts";
import { cellsOf, rangeOf } from "#app/features/aid/cells.ts";
import { LIVE_LINE_SQL } from "#app/features/aid/live-line.ts";
import { type AidPerson, personPlace } from "#app/features/aid/person.ts";
import { aidRule } from "#app/features/aid/rules.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { unseal } from "#app/lib/seal.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { MAX_PAYEES, type PayeeInput, payeeRefusal } from "./payees/payee.ts";
import { type ProposeDisbursementResult, proposeDisbursementIn } from "./propose-disbursement.server.ts";

export interface ProposeAidBatchInput {
  /** The caller's, "b" + fund + 12: the same one never makes a second batch. */
  id: string;
  organizationId: string;
  programmeId: string;
  userId: string;
  /** 急难: only the urgent ones, paid first and announced afterwards. */
  urgentOnly: boolean;
  now: Date;
}

export type ProposeAidBatchResult =
  | { ok: true; id: string; repeated: boolean; people: number; withoutAccount: number }
  | { ok: false; reason: "not-found" | "nobody-ready" | "other-fund" }
  | { ok: false; reason: "too-few"; people: number; fewest: number }
  | Extract<ProposeDisbursementResult, { ok: false }>;

interface Programme {
  fundId: string;
  purposeCode: string;
  title: string;
  titleEn: string;
  lowFen: bigint;
  highFen: bigint;
}

interface ReadyCase {
  id: string;
  divisionCode: string;
  decidedFen: bigint;
  keyId: string;
  sealed: Buffer;
  /** The line that a bank refused or sent back: this one tries it again. */
  failedLine: string | null;
}

/**
 * Proposes one payment to everybody whose aid is decided and whose notice nobody objected to: one line each, and
 * the usual approval by another person. What is public of it are ranges (aid/cells.ts). Safe to call again.
 */
export async function proposeAidBatch(input: ProposeAidBatchInput): Promise<ProposeAidBatchResult> {
  const { id, organizationId, programmeId, now } = input;
  const today = shanghaiDay(now);
  return transaction(async (tx): Promise<ProposeAidBatchResult> => {
    const [programme] = await tx.rows<Programme>(
      `select fund_id as "fundId", purpose_code as "purposeCode", title, title_en as "titleEn", low_fen as "lowFen",
              high_fen as "highFen"
       from aid_programme where id = $1 and organization_id = $2 for update`,
      [programmeId, organizationId],
    );
    if (!programme) return { ok: false, reason: "not-found" };
    if (id.slice(1, 9) !== programme.fundId) return { ok: false, reason: "other-fund" };
    const known = await knownBatch(tx, programme.fundId, id);
    if (known !== null) return { ok: true, id, repeated: true, people: known, withoutAccount: 0 };
    await releaseOfDeadBatches(tx, programmeId, now);
    const ready = await readyCases(tx, input, today);
    const payable = ready.flatMap((one) => {
      const payee = payeeOf(one);
      return payeeRefusal(payee) === null ? [{ one, payee }] : [];
    });
    const withoutAccount = ready.length - payable.length;
    const fewest = aidRule("fewest-shown", today).value;
    if (payable.length === 0) return { ok: false, reason: "nobody-ready" };
    if (payable.length < fewest && !input.urgentOnly)
      return { ok: false, reason: "too-few", people: payable.length, fewest };
    const chosen = payable.slice(0, MAX_PAYEES);
    const proposed = await proposeDisbursementIn(tx, {
      ...input,
      ...textsOf(programme, today),
      fundId: programme.fundId,
      purposeCode: programme.purposeCode,
      amountFen: chosen.reduce((sum, { one }) => sum + one.decidedFen, 0n),
      payee: `${chosen.length} 位受助人`,
      ...shownPeople(chosen.length, fewest),
      payees: chosen.map(({ payee }) => payee),
    });
    if (!proposed.ok) return proposed;
    await writeBatch(
      tx,
      input,
      programme,
      chosen.map(({ one }) => one),
      fewest,
    );
    return { ok: true, id, repeated: false, people: chosen.length, withoutAccount };
  });
}

/** The number that the payment names in public is where its range begins; of fewer than five it says so itself. */
function shownPeople(people: number, fewest: number): { beneficiaryCount: number; personTimes: number } {
  const shown = people < fewest ? people : rangeOf(people, fewest).from;
  return { beneficiaryCount: shown, personTimes: shown };
}

const textsOf = ({ title, titleEn }: Programme, today: string) => ({
  purpose: `${title}：${today} 一批`,
  purposeEn: titleEn === "" ? "" : `${titleEn}: a batch of ${today}`,
});

async function writeBatch(
  tx: Sql,
  input: ProposeAidBatchInput,
  programme: Programme,
  cases: readonly ReadyCase[],
  fewest: number,
): Promise<void> {
  const { id, organizationId, programmeId, userId, now } = input;
  await tx.run(
    `insert into aid_batch (fund_id, disbursement_id, organization_id, programme_id, proposed_at)
     values ($1, $2, $3, $4, $5)`,
    [programme.fundId, id, organizationId, programmeId, now],
  );
  await tx.run(
    `insert into aid_batch_case (fund_id, disbursement_id, case_id, amount_fen)
     select $1, $2, c, f from unnest($3::uuid[], $4::int8[]) as g(c, f)`,
    [programme.fundId, id, cases.map((one) => one.id), cases.map((one) => one.decidedFen)],
  );
  const cells = cellsOf(cases, fewest);
  if (cells) await writeCells(tx, { kind: "batch", id }, rangesOf(cells, fewest), programme);
  await recordAct(tx, {
    organizationId,
    userId,
    act: "aid-batch-proposed",
    subjectKind: "disbursement",
    subjectId: id,
    details: { programme: programmeId, cases: cases.length, urgent: input.urgentOnly },
    now,
  });
}

async function knownBatch(tx: Sql, fundId: string, id: string): Promise<number | null> {
  const [known] = await tx.rows<{ people: number }>(
    `select (select count(*) from aid_batch_case c where c.fund_id = b.fund_id and c.disbursement_id = b.disbursement_id)::int
              as people
     from aid_batch b where b.fund_id = $1 and b.disbursement_id = $2`,
    [fundId, id],
  );
  return known?.people ?? null;
}

/** Who stood in a batch that was given up, or whose line the bank refused or sent back, waits for the next one. */
async function releaseOfDeadBatches(tx: Sql, programmeId: string, now: Date): Promise<void> {
  await tx.run(
    `update aid_batch_case b set released_at = $2
     from aid_case c
     where c.id = b.case_id and c.programme_id = $1 and b.released_at is null
       and not exists (select from ${LIVE_LINE_SQL})`,
    [programmeId, now],
  );
}

/** Decided and not stopped, in no batch; announced and nobody may object any more, or urgent: paid first, posted after. */
async function readyCases(tx: Sql, input: ProposeAidBatchInput, today: string): Promise<ReadyCase[]> {
  return tx.rows<ReadyCase>(
    `select c.id, c.division_code as "divisionCode", c.decided_fen as "decidedFen", c.person_key_id as "keyId",
            c.person_sealed as sealed,
            (select l.id from disbursement_payee l
             where l.organization_id = c.organization_id and l.subject_kind = 'aid-case' and l.subject_id = c.id::text
               and (l.failed_at is not null or l.returned_at is not null) order by l.id desc limit 1) as "failedLine"
     from aid_case c left join aid_announcement a on a.id = c.announcement_id
     where c.programme_id = $1 and c.decision = 'approve' and c.stopped_at is null and c.delivered_at is null
       and c.pruned_at is null
       and case when $2 then c.is_urgent else a.objection_until < $3::date end
       and not exists (select from aid_batch_case b where b.case_id = c.id and b.released_at is null)
       and not exists (select from ${LIVE_LINE_SQL})
     order by c.decided_at, c.id for update of c`,
    [input.programmeId, input.urgentOnly, today],
  );
}

function payeeOf(one: ReadyCase): PayeeInput {
  const person = unseal(personPlace(one.id), one.keyId, one.sealed) as AidPerson;
  invariant(one.decidedFen > 0n, "an approved case has an amount");
  return {
    name: person.accountHolder === "" ? person.name : person.accountHolder,
    account: person.accountNo,
    bank: person.bank,
    channel: "bank",
    amountFen: one.decidedFen,
    subject: { kind: "aid-case", id: one.id },
    ...(one.failedLine === null ? {} : { retryOf: one.failedLine }),
  };
}
