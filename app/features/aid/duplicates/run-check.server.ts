import { recordAct } from "#app/features/identity/record-act.server.ts";
import { SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { unseal } from "#app/lib/seal.server.ts";
import { readIdList } from "../id-list.ts";
import { type AidPerson, personPlace } from "../person.ts";
import { type AidedCase, type Compared, compareLists } from "./compare.ts";
import { drawKey, SHORTEST_KEY } from "./run-key.ts";

export interface RunCheckInput {
  /** Drawn when the form was shown: sent twice, it is one run. */
  id: string;
  bureauId: string;
  officerId: string;
  /** Held in memory for this call and stored nowhere; null: one is drawn. */
  key: string | null;
  bytes: Uint8Array;
  /** Days in China, both included. */
  sinceDay: string;
  untilDay: string;
  now: Date;
}

export type RunCheckResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "key-too-short"
        | "unreadable"
        | "no-id-column"
        | "empty"
        | "too-many"
        | "period";
    };

/** Cases opened at a time. */
const CASES_AT_ONCE = 2_000;
/** SHA-256 in hex. */
const HASH_DIGITS = 64;

/**
 * Checks who of a government list was never aided and who was aided twice, over all charities of the officer's
 * division. Both lists are hashed under a key that exists for this call alone; the list, the hashes and the key are
 * gone when it returns. Kept are line numbers of the officer's own file and references of cases. Safe to call again.
 */
export async function runDuplicateCheck(input: RunCheckInput): Promise<RunCheckResult> {
  const { id, bureauId, officerId, sinceDay, untilDay, now } = input;
  if (input.key !== null && [...input.key].length < SHORTEST_KEY)
    return { ok: false, reason: "key-too-short" };
  if (sinceDay > untilDay) return { ok: false, reason: "period" };
  const list = readIdList(input.bytes);
  if (!list.ok) return list;
  // What was hashed before it was sent can only be compared under the key it was hashed with.
  if (input.key === null && list.rows.some(({ value }) => value.length === HASH_DIGITS))
    return { ok: false, reason: "key-too-short" };
  const key = input.key ?? drawKey();
  return transaction(async (tx): Promise<RunCheckResult> => {
    const [bureau] = await tx.rows<{ divisionCode: string }>(
      `select o.division_code as "divisionCode" from organization o
       join membership m on m.organization_id = o.id and m.user_id = $2 and m.role = 'bureau-officer'
       where o.id = $1 and o.kind = 'bureau'`,
      [bureauId, officerId],
    );
    if (!bureau) return { ok: false, reason: "not-permitted" };
    const aided = await aidedCases(tx, officerId, sinceDay, untilDay);
    const found = compareLists(key, list.rows, aided);
    const inserted = await tx.run(
      `insert into duplicate_check (id, bureau_id, division_code, officer_id, run_at, since_day, until_day, list_rows,
         bad_rows, case_count, organization_count, never_aided_count, aided_twice_count)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (id) do nothing`,
      [
        id,
        bureauId,
        bureau.divisionCode,
        officerId,
        now,
        sinceDay,
        untilDay,
        list.rows.length + list.badLines.length,
        list.badLines.length,
        aided.length,
        new Set(aided.map(({ organizationId }) => organizationId)).size,
        found.neverAidedLines.length,
        found.twiceGroups.length,
      ],
    );
    if (inserted === 0) return { ok: true, repeated: true };
    await writeHits(tx, id, found);
    await recordAct(tx, {
      organizationId: bureauId,
      userId: officerId,
      act: "duplicate-check-run",
      subjectKind: "duplicate-check",
      subjectId: id,
      details: {
        rows: list.rows.length,
        cases: aided.length,
        never: found.neverAidedLines.length,
        twice: found.twiceGroups.length,
      },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** Who was paid in these days by the charities that the bureau supervises, opened in memory. */
async function aidedCases(
  tx: Sql,
  officerId: string,
  sinceDay: string,
  untilDay: string,
): Promise<AidedCase[]> {
  const aided: AidedCase[] = [];
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await tx.rows<{ caseId: string; organizationId: string; keyId: string; sealed: Buffer }>(
      `${SUPERVISED_PLACES}
       select c.id as "caseId", c.organization_id as "organizationId", c.person_key_id as "keyId",
              c.person_sealed as sealed
       from aid_case c
       join organization o on o.id = c.organization_id
       join supervised_place p on p.code = o.division_code
       join aid_batch_case b on b.case_id = c.id and b.released_at is null
       join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id and d.paid_at is not null
       where c.pruned_at is null and c.id > $2::uuid
         and (d.paid_at at time zone 'Asia/Shanghai')::date between $3::date and $4::date
       order by c.id limit $5`,
      [officerId, after, sinceDay, untilDay, CASES_AT_ONCE],
    );
    for (const { keyId, sealed, ...one } of rows) {
      const { idNumber } = unseal(personPlace(one.caseId), keyId, sealed) as AidPerson;
      aided.push({ ...one, idNumber });
    }
    const last = rows.at(-1);
    if (!last || rows.length < CASES_AT_ONCE) return aided;
    after = last.caseId;
  }
}

async function writeHits(
  tx: Sql,
  checkId: string,
  { neverAidedLines, twiceGroups }: Compared,
): Promise<void> {
  await tx.run(
    `insert into duplicate_check_hit (check_id, kind, position, group_no, line_no)
     select $1, 'never-aided', place, place, line from unnest($2::int[]) with ordinality as g(line, place)`,
    [checkId, neverAidedLines],
  );
  const cases = twiceGroups.flatMap((group, at) => group.map((one) => ({ ...one, group: at + 1 })));
  await tx.run(
    `insert into duplicate_check_hit (check_id, kind, position, group_no, organization_id, case_id)
     select $1, 'aided-twice', place, no, org, c
     from unnest($2::int[], $3::text[], $4::uuid[]) with ordinality as g(no, org, c, place)`,
    [
      checkId,
      cases.map(({ group }) => group),
      cases.map(({ organizationId }) => organizationId),
      cases.map(({ caseId }) => caseId),
    ],
  );
}
