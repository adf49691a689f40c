import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { AID_DECIDER_ROLES } from "./case-state.ts";
import { type Cell, type CellPerson, cellsOf, rangeOf } from "./cells.ts";
import { holdsAidRole } from "./locked-case.server.ts";
import { aidRule } from "./rules.ts";

export interface AnnounceInput {
  /** The caller's: the same one never makes a second notice. */
  id: string;
  organizationId: string;
  programmeId: string;
  userId: string;
  now: Date;
}

export type AnnounceResult =
  | { ok: true; repeated: boolean; people: number }
  | { ok: false; reason: "not-permitted" | "not-found" }
  /** They wait and are announced together with the next ones. */
  | { ok: false; reason: "too-few"; people: number; fewest: number };

/**
 * 公示: publishes what was decided and is not yet announced, without names: how many (as a range), where, what for,
 * the band, and until when anybody may object. Too few are not announced but wait for the next notice. Those whose
 * urgent aid was paid first are announced here afterwards. Safe to call again with the same id.
 */
export async function announceCases(input: AnnounceInput): Promise<AnnounceResult> {
  const { id, organizationId, programmeId, userId, now } = input;
  const today = shanghaiDay(now);
  return transaction(async (tx): Promise<AnnounceResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_DECIDER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [programme] = await tx.rows<{ fundId: string; lowFen: bigint; highFen: bigint }>(
      `select fund_id as "fundId", low_fen as "lowFen", high_fen as "highFen" from aid_programme
       where id = $1 and organization_id = $2 for update`,
      [programmeId, organizationId],
    );
    if (!programme) return { ok: false, reason: "not-found" };
    const [known] = await tx.rows<{ people: number }>(
      `select (select count(*) from aid_case where announcement_id = a.id)::int as people
       from aid_announcement a where a.id = $1 and a.organization_id = $2`,
      [id, organizationId],
    );
    if (known) return { ok: true, repeated: true, people: known.people };
    const people = await tx.rows<CellPerson & { id: string }>(
      `select id, division_code as "divisionCode" from aid_case
       where programme_id = $1 and decision = 'approve' and announced_at is null and stopped_at is null
       order by id for update`,
      [programmeId],
    );
    const fewest = aidRule("fewest-shown", today).value;
    const cells = cellsOf(people, fewest);
    if (cells === null) return { ok: false, reason: "too-few", people: people.length, fewest };
    await tx.run(
      `insert into aid_announcement (id, organization_id, programme_id, fund_id, announced_at, announced_by_id,
                                     objection_until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        organizationId,
        programmeId,
        programme.fundId,
        now,
        userId,
        addDays(today, aidRule("objection-days", today).value),
      ],
    );
    await writeCells(tx, { kind: "announcement", id }, rangesOf(cells, fewest), programme);
    await tx.run("update aid_case set announced_at = $2, announcement_id = $3 where id = any($1::uuid[])", [
      people.map((person) => person.id),
      now,
      id,
    ]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-announced",
      subjectKind: "aid-announcement",
      subjectId: id,
      details: { cases: people.length, cells: cells.length },
      now,
    });
    return { ok: true, repeated: false, people: people.length };
  });
}

export interface PublishedCell {
  divisionCode: string;
  from: number;
  to: number;
}

/** Cells as they are told until the number is final. */
export const rangesOf = (cells: readonly Cell<CellPerson>[], fewest: number): PublishedCell[] =>
  cells.map(({ divisionCode, people }) => ({ divisionCode, ...rangeOf(people.length, fewest) }));

/** Publishes cells of one subject, once: what is published is never said otherwise. */
export async function writeCells(
  tx: Sql,
  subject: { kind: "announcement" | "batch" | "delivery"; id: string },
  cells: readonly PublishedCell[],
  band: { lowFen: bigint; highFen: bigint },
): Promise<void> {
  await tx.run(
    `insert into aid_cell (subject_kind, subject_id, position, division_code, people_from, people_to, low_fen, high_fen)
     select $1, $2, place, code, least, most, $6, $7
     from unnest($3::text[], $4::int[], $5::int[]) with ordinality as g(code, least, most, place)
     on conflict do nothing`,
    [
      subject.kind,
      subject.id,
      cells.map(({ divisionCode }) => divisionCode),
      cells.map(({ from }) => from),
      cells.map(({ to }) => to),
      band.lowFen,
      band.highFen,
    ],
  );
}
