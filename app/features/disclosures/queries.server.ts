import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import { type LockedFigures, readFigures } from "./locked-figures.ts";

export interface DisclosureTaskView {
  id: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  organizationNameEn: string;
  fundKind: FundKind | null;
  fundSlug: string | null;
  fundTitle: string | null;
  fundTitleEn: string | null;
  kind: string;
  title: string;
  titleEn: string;
  lawArticle: string;
  articleEn: string;
  dueOn: string;
  coversFrom: string | null;
  coversTo: string | null;
  publishedAt: Date | null;
  /** Something was booked into its days after its figures were read. */
  figuresMovedAt: Date | null;
  /** How many versions there are. */
  version: number;
  /** How often its day moved, and when it last changed: for calendars. */
  dueMoves: number;
  changedAt: Date;
  fundId: string | null;
}

export interface DisclosureEntryView {
  version: number;
  body: string;
  bodyEn: string;
  requiredFields: number;
  filledFields: number;
  correctionNote: string | null;
  correctionNoteEn: string;
  figures: LockedFigures | null;
  sha256: string;
  publishedAt: Date;
}

export const TASK_COLUMNS = `
  t.id, t.organization_id as "organizationId", o.slug as "organizationSlug", o.name as "organizationName",
  o.name_en as "organizationNameEn", f.kind as "fundKind", f.slug as "fundSlug", f.title as "fundTitle",
  f.title_en as "fundTitleEn", t.kind, t.title, t.title_en as "titleEn", t.law_article as "lawArticle",
  t.article_en as "articleEn", t.due_on as "dueOn", t.covers_from as "coversFrom", t.covers_to as "coversTo",
  t.published_at as "publishedAt", t.figures_moved_at as "figuresMovedAt", t.due_moves as "dueMoves",
  t.changed_at as "changedAt", t.fund_id as "fundId",
  (select count(*)::int from disclosure_entry e where e.task_id = t.id) as version`;
export const TASK_TABLES = `
  disclosure_task t join organization o on o.id = t.organization_id left join fund f on f.id = t.fund_id`;
/** Withdrawn duties and those of drafts are nobody's. */
export const IS_PUBLIC = "(f.id is null or f.state <> 'draft') and t.withdrawn_at is null";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface FoundDisclosure {
  task: DisclosureTaskView;
  entries: DisclosureEntryView[];
}

/** A duty with every version of its text, newest first; null for an unknown one or one of a draft. */
export async function findDisclosure(id: string): Promise<FoundDisclosure | null> {
  if (!UUID.test(id)) return null;
  const [task] = await db.rows<DisclosureTaskView>(
    `select ${TASK_COLUMNS} from ${TASK_TABLES} where t.id = $1 and ${IS_PUBLIC}`,
    [id],
  );
  if (!task) return null;
  const entries = await db.rows<Omit<DisclosureEntryView, "figures"> & { figures: unknown }>(
    `select version, body, body_en as "bodyEn", required_fields as "requiredFields",
            filled_fields as "filledFields", correction_note as "correctionNote",
            correction_note_en as "correctionNoteEn", figures, sha256,
            published_at as "publishedAt"
     from disclosure_entry where task_id = $1 order by version desc`,
    [id],
  );
  return { task, entries: entries.map((entry) => ({ ...entry, figures: readFigures(entry.figures) })) };
}

/** Duties for the API, published or not, newest due day first; of every organization where `organization` is null. */
export async function listDisclosures(page: {
  organization: string | null;
  after: { day: string; id: string } | null;
  limit: number;
}): Promise<DisclosureTaskView[]> {
  return db.rows<DisclosureTaskView>(
    `select ${TASK_COLUMNS} from ${TASK_TABLES}
     where ($1::text is null or o.slug = $1) and ${IS_PUBLIC}
       and ($2::date is null or (t.due_on, t.id) < ($2::date, $3::uuid))
     order by t.due_on desc, t.id desc limit $4`,
    [page.organization, page.after?.day ?? null, page.after?.id ?? null, page.limit],
  );
}
