import { requireRole, requireUser } from "#app/features/identity/guards.server.ts";
import { db } from "#app/lib/db.server.ts";
import { findDraft } from "#app/lib/form-draft.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { partsOf } from "./entry-text.ts";
import { ledgerFigures } from "./ledger-figures.server.ts";
import { movedFigures } from "./locked-figures.ts";
import { listDutyNotes } from "./overdue.server.ts";
import { findOwnTask } from "./own-tasks.server.ts";
import { PUBLISHER_ROLES } from "./publish-disclosure.server.ts";
import { draftKeyOf } from "./publish-from-form.server.ts";
import { findDisclosure } from "./queries.server.ts";
import { listPublishers } from "./responsible.server.ts";

/** The duty with its versions, if the reader may publish for its organization; else throws a response. */
export async function ownDisclosure(request: Request, id: string | undefined) {
  await requireUser(request);
  const [found, task] = await Promise.all([findDisclosure(id ?? ""), findOwnTask(id ?? "")]);
  if (!found || !task) throw new Response(null, { status: 404 });
  const { user } = await requireRole(request, PUBLISHER_ROLES, task.organizationId);
  return { task, entries: found.entries, userId: user.id };
}

/** Everything the form of a duty shows: what was typed before, else the last version's words. */
export async function loadPublishPage(request: Request, id: string | undefined, now: Date) {
  const { task, entries, userId } = await ownDisclosure(request, id);
  const [latest] = entries;
  const [figures, people, notes, draft] = await Promise.all([
    ledgerFigures(db, task, now, latest?.figures?.throughDay ?? null),
    listPublishers(task.organizationId),
    listDutyNotes(task.id),
    findDraft(draftKeyOf(task, userId)),
  ]);
  const published = latest ? { ...partsOf(task.kind, latest.body), bodyEn: latest.bodyEn } : {};
  return {
    task,
    figures,
    moved: latest?.figures && figures ? movedFigures(latest.figures, figures) : [],
    people,
    notes,
    typed: draft?.typed ?? published,
    savedAt: draft?.savedAt ?? null,
    today: shanghaiDay(now),
  };
}
