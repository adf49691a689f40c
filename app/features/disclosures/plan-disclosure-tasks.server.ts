import { createHash } from "node:crypto";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { dutiesOf, planningWindow } from "./duties.ts";
import type { Duty } from "./duty-facts.ts";
import { loadDutyFacts } from "./load-duty-facts.server.ts";
import { proposeEvents } from "./propose-events.server.ts";
import { writeFilingEntries } from "./write-filing-entries.server.ts";

/** How many organizations are planned in one transaction. */
const AT_ONCE = 500;

/** A duty with whose it is and the id it always has. */
export interface PlannedDuty extends Duty {
  id: string;
  organizationId: string;
}

/**
 * Writes down the duties that follow from an organization's facts and are not written yet; an unpublished one moves
 * with its facts, and is withdrawn when they ask for it no more. A filing that the register shows counts as
 * published on its day. Ids follow from the duty, so planning twice or at once makes one row each.
 *
 * @returns the number of new duties.
 */
export async function planDisclosureTasks(organizationId: string, today: string): Promise<number> {
  return planOrganizations([organizationId], today);
}

/** The same for every charity and trustee: a fixed number of statements for each few hundred of them. */
export async function planAllDisclosureTasks(today: string): Promise<number> {
  let added = 0;
  let after = "";
  for (;;) {
    const page = await db.rows<{ id: string }>(
      "select id from organization where kind in ('charity', 'trustee') and state = 'active' and id > $1 order by id limit $2",
      [after, AT_ONCE],
    );
    const last = page.at(-1);
    if (!last) return added;
    after = last.id;
    added += await planOrganizations(
      page.map(({ id }) => id),
      today,
    );
  }
}

async function planOrganizations(organizationIds: readonly string[], today: string): Promise<number> {
  return transaction(async (tx) => {
    await proposeEvents(tx, organizationIds);
    const organizations = await loadDutyFacts(tx, organizationIds);
    const duties = organizations
      .flatMap((organization) =>
        dutiesOf(organization, today).map((duty) => ({
          ...duty,
          id: disclosureTaskId(organization.id, duty),
          organizationId: organization.id,
        })),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const added = await writeTasks(tx, duties);
    await withdrawTasks(
      tx,
      organizations.map(({ id }) => id),
      duties,
      today,
    );
    await writeFilingEntries(
      tx,
      duties,
      organizations.flatMap(({ funds }) => funds),
    );
    return added;
  });
}

/** The id that a duty always has, as a name-based UUID (version 8). */
export function disclosureTaskId(
  organizationId: string,
  duty: Pick<Duty, "fundId" | "kind" | "period">,
): string {
  const name = ["disclosure-task", organizationId, duty.fundId ?? "", duty.kind, duty.period].join("\u001f");
  const hex = createHash("sha256").update(name).digest("hex");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function writeTasks(tx: Sql, duties: readonly PlannedDuty[]): Promise<number> {
  const written = await tx.rows<{ isNew: boolean }>(
    `insert into disclosure_task as t (id, organization_id, fund_id, event_id, kind, title, title_en, law_article,
                                       article_en, due_on, covers_from, covers_to)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::text[], $10::date[], $11::date[], $12::date[])
     on conflict (id) do update set due_on = excluded.due_on, law_article = excluded.law_article,
         article_en = excluded.article_en, title = excluded.title, title_en = excluded.title_en,
         covers_from = excluded.covers_from, covers_to = excluded.covers_to, withdrawn_at = null, changed_at = now(),
         due_moves = t.due_moves + (t.due_on <> excluded.due_on or t.withdrawn_at is not null)::int
       where t.published_at is null
         and (t.due_on, t.law_article, t.article_en, t.title, t.title_en, t.covers_from, t.covers_to, t.withdrawn_at)
             is distinct from (excluded.due_on, excluded.law_article, excluded.article_en, excluded.title,
                               excluded.title_en, excluded.covers_from, excluded.covers_to, null::timestamptz)
     returning (xmax = 0) as "isNew"`,
    [
      duties.map((duty) => duty.id),
      duties.map((duty) => duty.organizationId),
      duties.map((duty) => duty.fundId),
      duties.map((duty) => duty.eventId),
      duties.map((duty) => duty.kind),
      duties.map((duty) => duty.title),
      duties.map((duty) => duty.titleEn),
      duties.map((duty) => duty.article),
      duties.map((duty) => duty.articleEn),
      duties.map((duty) => duty.dueOn),
      duties.map((duty) => duty.coversFrom),
      duties.map((duty) => duty.coversTo),
    ],
  );
  return written.filter((row) => row.isNew).length;
}

/** What is written down, due in the days that planning looks at, and owed no more: it leaves the lists. */
async function withdrawTasks(
  tx: Sql,
  organizationIds: readonly string[],
  duties: readonly PlannedDuty[],
  today: string,
): Promise<void> {
  const window = planningWindow(today);
  await tx.run(
    `update disclosure_task set withdrawn_at = now(), changed_at = now(), due_moves = due_moves + 1
     where organization_id = any($1) and published_at is null and withdrawn_at is null
       and due_on between $2::date and $3::date and id <> all($4::uuid[])`,
    [organizationIds, window.from, window.to, duties.map(({ id }) => id)],
  );
}
