import { db } from "#app/lib/db.server.ts";
import type { KeptLine } from "./change-budget.server.ts";
import { type MilestoneState, milestoneState } from "./milestone-state.ts";

/** A picture in its widths. Its address is the hash of its bytes. */
export interface ShownPicture {
  id: string;
  progressId: string | null;
  alt: string;
  altEn: string;
  consent: string;
  copies: { width: number; height: number; sha256: string }[];
}

/** The pictures of a project and of its progress entries that are not taken off. */
export async function picturesOf(fundId: string): Promise<ShownPicture[]> {
  return db.rows<ShownPicture>(
    `select p.id, p.progress_id as "progressId", p.alt, p.alt_en as "altEn", p.consent,
            json_agg(json_build_object('width', c.width, 'height', c.height, 'sha256', c.sha256) order by c.width) as copies
     from project_picture p join project_picture_copy c on c.fund_id = p.fund_id and c.picture_id = p.id
     where p.fund_id = $1 and p.removed_at is null
     group by p.fund_id, p.id order by p.position, p.added_at`,
    [fundId],
  );
}

export interface MilestoneFile {
  id: string;
  fileName: string;
  sizeBytes: number;
  sha256: string;
  isPublic: boolean;
}

export interface ShownMilestone {
  id: string;
  title: string;
  titleEn: string;
  dueOn: string;
  targetKind: "done" | "amount" | "count";
  targetFen: bigint | null;
  targetCount: number | null;
  unit: string;
  retiredAt: Date | null;
  retireReason: string | null;
  /** The latest report; null before the first. */
  reachedOn: string | null;
  reachedFen: bigint | null;
  reachedCount: number | null;
  note: string;
  noteEn: string;
  reportCount: number;
  /** Of all its reports, latest first. */
  files: MilestoneFile[];
  state: MilestoneState;
}

/** The milestones of a project by their day, with where each stands today; those taken back come last. */
export async function milestonesOf(fundId: string, today: string): Promise<ShownMilestone[]> {
  const rows = await db.rows<Omit<ShownMilestone, "state">>(
    `select m.id, m.title, m.title_en as "titleEn", m.due_on as "dueOn", m.target_kind as "targetKind",
            m.target_fen as "targetFen", m.target_count as "targetCount", m.unit, m.retired_at as "retiredAt",
            m.retire_reason as "retireReason", r.reached_on as "reachedOn", r.reached_fen as "reachedFen",
            r.reached_count as "reachedCount", coalesce(r.note, '') as note, coalesce(r.note_en, '') as "noteEn",
            coalesce(r.number, 0) as "reportCount",
            coalesce((select json_agg(json_build_object('id', e.id, 'fileName', e.file_name, 'sizeBytes', e.size_bytes,
                                                        'sha256', e.sha256, 'isPublic', e.is_public)
                                      order by e.report_number desc, e.file_name)
                      from project_milestone_file e where e.fund_id = m.fund_id and e.milestone_id = m.id), '[]') as files
     from project_milestone m
     left join lateral (select * from project_milestone_report r
                        where r.fund_id = m.fund_id and r.milestone_id = m.id order by number desc limit 1) r on true
     where m.fund_id = $1 order by m.retired_at is not null, m.due_on, m.added_at, m.id`,
    [fundId],
  );
  return rows.map((row) => ({
    ...row,
    state: milestoneState(row, row.reachedOn === null ? null : { ...row, reachedOn: row.reachedOn }, today),
  }));
}

/** A version of a progress entry; earlier ones of a corrected entry are kept below it. */
export interface ProgressVersion {
  id: string;
  version: number;
  happenedOn: string;
  title: string;
  titleEn: string;
  body: string;
  bodyEn: string;
  correctionNote: string | null;
  publishedAt: Date;
  raisedFen: bigint;
  disbursedFen: bigint;
  deliveredFen: bigint;
}

export interface ProgressEntry extends ProgressVersion {
  /** What came, went out and arrived since the entry before it; for the first, since the beginning. */
  sinceBefore: { raisedFen: bigint; disbursedFen: bigint; deliveredFen: bigint };
  /** Nothing was published before it: its figures are since the beginning. */
  isFirst: boolean;
  firstPublishedAt: Date;
  /** Newest of them first. */
  earlier: ProgressVersion[];
}

/** All progress entries, newest first. */
export async function progressOf(fundId: string): Promise<ProgressEntry[]> {
  const rows = await db.rows<ProgressVersion>(
    `select id, version, happened_on as "happenedOn", title, title_en as "titleEn", body, body_en as "bodyEn",
            correction_note as "correctionNote", published_at as "publishedAt", raised_fen as "raisedFen",
            disbursed_fen as "disbursedFen", delivered_fen as "deliveredFen"
     from project_progress where fund_id = $1
     order by min(published_at) over (partition by id), id, version`,
    [fundId],
  );
  const entries: ProgressEntry[] = [];
  let before = { raisedFen: 0n, disbursedFen: 0n, deliveredFen: 0n };
  for (const row of rows) {
    const last = entries.at(-1);
    if (last?.id === row.id) {
      const { sinceBefore, isFirst, firstPublishedAt, earlier, ...version } = last;
      entries[entries.length - 1] = {
        ...row,
        sinceBefore,
        isFirst,
        firstPublishedAt,
        earlier: [version, ...earlier],
      };
      continue;
    }
    const sinceBefore = {
      raisedFen: row.raisedFen - before.raisedFen,
      disbursedFen: row.disbursedFen - before.disbursedFen,
      deliveredFen: row.deliveredFen - before.deliveredFen,
    };
    const isFirst = entries.length === 0;
    entries.push({ ...row, sinceBefore, isFirst, firstPublishedAt: row.publishedAt, earlier: [] });
    before = row;
  }
  return entries.sort((a, b) =>
    a.happenedOn === b.happenedOn
      ? b.firstPublishedAt.getTime() - a.firstPublishedAt.getTime()
      : a.happenedOn < b.happenedOn
        ? 1
        : -1,
  );
}

export interface BudgetVersion {
  version: number;
  lines: KeptLine[];
  totalFen: bigint;
  reason: string;
  changedAt: Date;
}

/** The versions of a budget that the public has seen: the one that was published, and each after it. */
export async function budgetVersionsOf(fundId: string): Promise<BudgetVersion[]> {
  return db.rows<BudgetVersion>(
    `select v.version, v.lines, v.total_fen as "totalFen", v.reason, v.changed_at as "changedAt"
     from project_budget_version v join project p on p.fund_id = v.fund_id
     where v.fund_id = $1 and v.version >= coalesce((
       select max(o.version) from project_budget_version o where o.fund_id = $1 and o.changed_at <= p.published_at), 1)
     order by v.version`,
    [fundId],
  );
}

/** How a project was ended, or what came in later was handled; open proposals only for those who decide. */
export interface ShownEnding {
  id: string;
  handling: "none-left" | "per-plan" | "similar-purpose";
  amountFen: bigint;
  toFundId: string | null;
  toKind: "project" | "consumption" | "drive" | null;
  toSlug: string | null;
  toTitle: string | null;
  toTitleEn: string | null;
  notice: string;
  noticeEn: string;
  askedById: string;
  askedAt: Date;
  approvedAt: Date | null;
  refusedAt: Date | null;
  refuseReason: string | null;
}

/** Latest first. */
export async function endingsOf(fundId: string): Promise<ShownEnding[]> {
  return db.rows<ShownEnding>(
    `select e.id, e.handling, e.amount_fen as "amountFen", e.to_fund_id as "toFundId", t.kind as "toKind",
            t.slug as "toSlug", t.title as "toTitle", t.title_en as "toTitleEn", e.notice, e.notice_en as "noticeEn",
            e.asked_by_id as "askedById", e.asked_at as "askedAt", e.approved_at as "approvedAt",
            e.refused_at as "refusedAt", e.refuse_reason as "refuseReason"
     from project_ending e left join fund t on t.id = e.to_fund_id
     where e.fund_id = $1 order by e.asked_at desc`,
    [fundId],
  );
}

/** Why the form was saved again after publication, latest first. */
export async function formChangesOf(
  fundId: string,
): Promise<{ version: number; reason: string; savedAt: Date }[]> {
  return db.rows(
    `select version, reason, saved_at as "savedAt" from project_version
     where fund_id = $1 and reason <> '' order by version desc`,
    [fundId],
  );
}

/** Why gifts are not taken for a while; null while they are. */
export async function pauseOf(fundId: string): Promise<{ reason: string; pausedAt: Date } | null> {
  const [pause] = await db.rows<{ reason: string; pausedAt: Date }>(
    `select reason, paused_at as "pausedAt" from project_pause where fund_id = $1 and resumed_at is null`,
    [fundId],
  );
  return pause ?? null;
}

/** What other projects of the organization brought here when they ended. */
export async function movesInto(fundId: string): Promise<
  {
    id: string;
    amountFen: bigint;
    movedAt: Date;
    slug: string;
    title: string;
    titleEn: string;
    kind: "project";
  }[]
> {
  return db.rows(
    `select m.id, m.amount_fen as "amountFen", m.moved_at as "movedAt", f.slug, f.title, f.title_en as "titleEn", f.kind
     from fund_move m join fund f on f.id = m.from_fund_id where m.to_fund_id = $1 order by m.moved_at desc`,
    [fundId],
  );
}
