import { countOfflineGift } from "#app/features/donations/count-offline-gifts.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { applyGroups, type TouchedDay } from "./apply-groups.server.ts";
import { isMember } from "./close-member.server.ts";
import { closeRuns } from "./close-runs.server.ts";
import { resolveRowBreaks } from "./find-row-breaks.server.ts";
import { buildLooseTables, dropLooseTables } from "./loose-tables.server.ts";
import { postReturns, RETURNED_FEN } from "./match-returns.server.ts";
import { withdrawStale } from "./suggest-matches.server.ts";
import { takeOutOfSuspense } from "./suspense.server.ts";

/** More at once are refused: nobody looks at more than a page. */
export const MOST_DECIDED = 200;

export interface Decision {
  organizationId: string;
  userId: string;
  suggestionIds: readonly string[];
  now: Date;
}

export type DecisionResult =
  | {
      ok: true;
      /** Done by this call or by an earlier one. */
      doneCount: number;
      /** No longer possible, or against another one of the same call. */
      staleCount: number;
    }
  | { ok: false; reason: "not-permitted" | "too-many" | "busy" };

interface Chosen {
  id: string;
  state: string;
  rows: { source: string; account: string; key: string; fen: string }[];
  subjects: { kind: string; id: string; fen: string }[];
}

/**
 * Takes proposed matches for true: rows and subjects are matched and booked as if the system had found them,
 * and the person is kept with it. What has become impossible is left out and counted. Safe to call again.
 */
export async function confirmSuggestions(decision: Decision): Promise<DecisionResult> {
  return decide(decision, async (tx, chosen) => {
    const { organizationId, now } = decision;
    const open = apart(chosen.filter(({ state }) => state === "proposed"));
    const matched = await applyChosen(tx, decision, open);
    await tx.run(
      `update reconciliation_suggestion set state = 'confirmed', decided_by_id = $2, decided_at = $3 where id = any($1)`,
      [matched.ids, decision.userId, now],
    );
    await withdrawStale(tx, organizationId, now);
    await resolveRowBreaks(tx, organizationId, now);
    await closeRuns(tx, organizationId, matched.days, now);
    if (matched.ids.length > 0) await requestJob(tx, "reconcile-organization", { organizationId });
    return matched.ids.length + chosen.filter(({ state }) => state === "confirmed").length;
  });
}

/** Remembers that these do not belong together; they are not proposed again. Safe to call again. */
export async function rejectSuggestions(decision: Decision): Promise<DecisionResult> {
  return decide(decision, async (tx, chosen) => {
    const count = await tx.run(
      `update reconciliation_suggestion set state = 'rejected', decided_by_id = $2, decided_at = $3
       where id = any($1) and state = 'proposed'`,
      [chosen.map(({ id }) => id), decision.userId, decision.now],
    );
    return count + chosen.filter(({ state }) => state === "rejected").length;
  });
}

const LOCK_NOT_AVAILABLE = "55P03";

async function decide(
  { organizationId, userId, suggestionIds }: Decision,
  work: (tx: Sql, chosen: Chosen[]) => Promise<number>,
): Promise<DecisionResult> {
  const ids = [...new Set(suggestionIds)];
  if (ids.length > MOST_DECIDED) return { ok: false, reason: "too-many" };
  try {
    return await transaction(async (tx) => {
      if (!(await isMember(tx, organizationId, userId))) return { ok: false, reason: "not-permitted" };
      // The same lock as reconcileOrganization; a person does not wait for a long run.
      await tx.run("set local lock_timeout = '8s'");
      await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`reconcile ${organizationId}`]);
      const chosen = await lockChosen(tx, organizationId, ids);
      const doneCount = await work(tx, chosen);
      return { ok: true, doneCount, staleCount: ids.length - doneCount };
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE)
      return { ok: false, reason: "busy" };
    throw error;
  }
}

async function lockChosen(tx: Sql, organizationId: string, ids: readonly string[]): Promise<Chosen[]> {
  await tx.rows(
    "select 1 from reconciliation_suggestion where organization_id = $1 and id = any($2) order by id for update",
    [organizationId, ids],
  );
  return tx.rows<Chosen>(
    `select s.id, s.state,
       (select jsonb_agg(jsonb_build_object('source', source, 'account', account, 'key', row_key, 'fen', amount_fen::text))
        from reconciliation_suggestion_row r where r.suggestion_id = s.id) as rows,
       (select jsonb_agg(jsonb_build_object('kind', subject_kind, 'id', subject_id, 'fen', amount_fen::text))
        from reconciliation_suggestion_subject j where j.suggestion_id = s.id) as subjects
     from reconciliation_suggestion s where s.organization_id = $1 and s.id = any($2)
     order by s.score desc, s.id`,
    [organizationId, ids],
  );
}

/** Of several that claim the same row or subject, the first. */
function apart(chosen: readonly Chosen[]): Chosen[] {
  const taken = new Set<string>();
  return chosen.filter(({ rows, subjects }) => {
    const claims = [
      ...rows.map(({ source, account, key }) => `row ${source} ${account} ${key}`),
      ...subjects.filter(({ kind }) => kind !== "disbursement-return").map(({ kind, id }) => `${kind} ${id}`),
    ];
    if (claims.some((claim) => taken.has(claim))) return false;
    for (const claim of claims) taken.add(claim);
    return true;
  });
}

async function applyChosen(
  tx: Sql,
  { organizationId, now }: Decision,
  chosen: readonly Chosen[],
): Promise<{ ids: string[]; days: TouchedDay[] }> {
  const of = (kind: string) => chosen.filter(({ subjects }) => subjects[0]?.kind === kind);
  const gifts: string[] = [];
  for (const { id, rows, subjects } of of("payment")) {
    const [row, subject] = [rows[0], subjects[0]];
    if (!row || !subject) continue;
    // One at a time, because each locks its gift; a person ticks a handful.
    const counted = await countOfflineGift(tx, {
      organizationId,
      donationId: subject.id,
      row: { source: row.source, account: row.account, rowKey: row.key },
      origin: "person",
      acceptOtherAmount: false,
      now,
    });
    if (counted.ok) gifts.push(id);
  }
  const returned = await applyReturns(tx, organizationId, of("disbursement-return"), now);
  const grouped = await applyAsGroups(tx, organizationId, [...of("disbursement"), ...of("payout")], now);
  const ids = [...gifts, ...returned, ...grouped.ids];
  const days = await tx.rows<TouchedDay>(
    `select distinct r.source, r.account, r.day from reconciliation_suggestion_row s
     join statement_row r on r.organization_id = $1 and r.source = s.source and r.account = s.account
       and r.row_key = s.row_key
     where s.suggestion_id = any($2)`,
    [organizationId, ids],
  );
  return { ids, days: [...days, ...grouped.days] };
}

const flatRows = (chosen: readonly Chosen[]): string =>
  JSON.stringify(
    chosen.flatMap(({ id, rows, subjects }) =>
      rows.map(({ source, account, key }) => ({ g: id, source, account, key, subject: subjects[0]?.id })),
    ),
  );

async function applyReturns(
  tx: Sql,
  organizationId: string,
  chosen: readonly Chosen[],
  now: Date,
): Promise<string[]> {
  if (chosen.length === 0) return [];
  await tx.run("drop table if exists reconciliation_return");
  await tx.run(
    `create temp table reconciliation_return (g uuid, source text, account text, row_key text, amount_fen int8,
       currency text, occurred_at timestamptz, fund_id text, disbursement_id text) on commit drop`,
  );
  const taken = await tx.rows<{ id: string }>(
    `with given as (
       select * from jsonb_to_recordset($2::jsonb) as c(g uuid, source text, account text, key text, subject text)
     ), row as (
       select c.g, r.*, d.fund_id, d.id as disbursement_id, d.amount_fen - ${RETURNED_FEN} as left_fen,
              sum(r.amount_fen) over (partition by d.id order by c.g rows unbounded preceding) as sofar_fen
       from given c join statement_row r on r.organization_id = $1 and r.source = c.source
         and r.account = c.account and r.row_key = c.key
       join disbursement d on d.fund_id = substr(c.subject, 2, 8) and d.id = c.subject and d.organization_id = $1
         and d.paid_at is not null and d.currency = r.currency
       where r.amount_fen > 0 and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.source = r.source
           and m.account = r.account and m.row_key = r.row_key)
     )
     insert into reconciliation_return
     select g, source, account, row_key, amount_fen, currency, occurred_at, fund_id, disbursement_id
     from row where sofar_fen <= left_fen returning g as id`,
    [organizationId, flatRows(chosen)],
  );
  if (taken.length === 0) return [];
  await takeOutOfSuspense(tx, { organizationId }, "reconciliation_return");
  await postReturns(tx, { organizationId, now });
  return taken.map(({ id }) => id);
}

/** Only where every row and every subject is still free and the sums agree. */
async function applyAsGroups(
  tx: Sql,
  organizationId: string,
  chosen: readonly Chosen[],
  now: Date,
): Promise<{ ids: string[]; days: TouchedDay[] }> {
  if (chosen.length === 0) return { ids: [], days: [] };
  await tx.run(
    `create temp table reconciliation_chosen on commit drop as
     select c.g::text as g, c.source, c.account, c.key as subject_key
     from jsonb_to_recordset($1::jsonb) as c(g text, source text, account text, key text)`,
    [flatRows(chosen)],
  );
  await tx.run(
    `create temp table reconciliation_chosen_due on commit drop as
     select * from jsonb_to_recordset($1::jsonb) as c(g text, kind text, id text)`,
    [
      JSON.stringify(
        chosen.flatMap(({ id: g, subjects }) => subjects.map(({ kind, id }) => ({ g, kind, id }))),
      ),
    ],
  );
  if ((await buildLooseTables(tx, organizationId, "reconciliation_chosen")) === 0)
    return { ids: [], days: [] };
  const whole = await tx.rows<{ g: string }>(
    `with side as (
       select c.g, count(*) as wanted, count(l.n) as found, sum(l.amount_fen) as fen
       from reconciliation_chosen c left join reconciliation_loose l
         on l.source = c.source and l.account = c.account and l.row_key = c.subject_key
       group by c.g
     ), other as (
       select c.g, count(*) as wanted, count(d.m) as found, sum(d.amount_fen) as fen
       from reconciliation_chosen_due c left join reconciliation_due d on d.kind = c.kind and d.id = c.id
       group by c.g
     ), whole as (
       select g from side join other using (g, fen)
       where side.wanted = side.found and other.wanted = other.found
     ), rows as (
       insert into reconciliation_group_row (g, n)
       select c.g, l.n from whole join reconciliation_chosen c using (g)
       join reconciliation_loose l on l.source = c.source and l.account = c.account and l.row_key = c.subject_key
     ), dues as (
       insert into reconciliation_group_due (g, m)
       select c.g, d.m from whole join reconciliation_chosen_due c using (g)
       join reconciliation_due d on d.kind = c.kind and d.id = c.id
     )
     select g from whole`,
  );
  const days = await applyGroups(tx, organizationId, now);
  await dropLooseTables(tx);
  return { ids: whole.map(({ g }) => g), days };
}
