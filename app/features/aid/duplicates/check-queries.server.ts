import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";

export interface CheckView {
  id: string;
  runAt: Date;
  officerName: string;
  sinceDay: string;
  untilDay: string;
  listRows: number;
  badRows: number;
  caseCount: number;
  organizationCount: number;
  neverAidedCount: number;
  aidedTwiceCount: number;
}

const COLUMNS = `k.id, k.run_at as "runAt", coalesce(u.name, '') as "officerName", k.since_day as "sinceDay",
  k.until_day as "untilDay", k.list_rows as "listRows", k.bad_rows as "badRows", k.case_count as "caseCount",
  k.organization_count as "organizationCount", k.never_aided_count as "neverAidedCount",
  k.aided_twice_count as "aidedTwiceCount"`;

/** Only an officer of the bureau that made the run: the right is in the query. */
const OF_OFFICER = `duplicate_check k left join app_user u on u.id = k.officer_id
  join membership m on m.organization_id = k.bureau_id and m.user_id = $1 and m.role = 'bureau-officer'`;

export async function listChecks(officerId: string, limit: number): Promise<CheckView[]> {
  return db.rows<CheckView>(`select ${COLUMNS} from ${OF_OFFICER} order by k.run_at desc, k.id limit $2`, [
    officerId,
    limit,
  ]);
}

export interface TwiceRow {
  groupNo: number;
  organizationName: string;
  organizationNameEn: string;
  reference: string;
  programmeTitle: string;
  programmeTitleEn: string;
  paidAt: Date | null;
  amountFen: bigint | null;
}

const SHOWN_HITS = 2_000;

/**
 * One run with both lists. Reading them is an act in the audit trail, written in the same transaction: no list is
 * handed out unrecorded. Null for a run of another bureau.
 */
export async function readCheck(id: string, officerId: string, now: Date) {
  return transaction(async (tx) => {
    const [check] = await tx.rows<CheckView & { bureauId: string }>(
      `select ${COLUMNS}, k.bureau_id as "bureauId" from ${OF_OFFICER} where k.id = $2`,
      [officerId, id],
    );
    if (!check) return null;
    const never = await tx.rows<{ lineNo: number }>(
      `select line_no as "lineNo" from duplicate_check_hit where check_id = $1 and kind = 'never-aided'
       order by position limit $2`,
      [id, SHOWN_HITS],
    );
    const twice = await tx.rows<TwiceRow>(
      `select h.group_no as "groupNo", o.name as "organizationName", o.name_en as "organizationNameEn", c.reference,
              p.title as "programmeTitle", p.title_en as "programmeTitleEn", d.paid_at as "paidAt",
              c.decided_fen as "amountFen"
       from duplicate_check_hit h join organization o on o.id = h.organization_id
       join aid_case c on c.id = h.case_id join aid_programme p on p.id = c.programme_id
       left join aid_batch_case b on b.case_id = c.id and b.released_at is null
       left join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
       where h.check_id = $1 and h.kind = 'aided-twice' order by h.group_no, h.position limit $2`,
      [id, SHOWN_HITS],
    );
    await recordAct(tx, {
      organizationId: check.bureauId,
      userId: officerId,
      act: "duplicate-list-read",
      subjectKind: "duplicate-check",
      subjectId: id,
      now,
    });
    return { check, neverLines: never.map(({ lineNo }) => lineNo), twice };
  });
}

/** For a charity: how many of its cases were among those aided twice in the newest run that met it. Never which. */
export async function ownTwiceCount(
  organizationIds: readonly string[],
): Promise<{ runAt: Date; count: number } | null> {
  const [row] = await db.rows<{ runAt: Date; count: number }>(
    `select k.run_at as "runAt", count(*)::int as count
     from duplicate_check_hit h join duplicate_check k on k.id = h.check_id
     where h.organization_id = any($1) group by k.id, k.run_at order by k.run_at desc limit 1`,
    [organizationIds],
  );
  return row ?? null;
}
