import { createHash } from "node:crypto";
import sharp from "sharp";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { preparePicture } from "#app/lib/picture.server.ts";
import type { SeedClock } from "./clock.ts";
import { DRAWINGS, type Drawing } from "./drawings.ts";
import { pdfFile } from "./evidence-files.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { usccOf } from "./organizations.ts";
import { personId, spendersOf } from "./people.ts";
import { PROJECTS, type ProjectSpec } from "./project-specs.ts";

interface Seeded {
  spec: ProjectSpec;
  fundId: string;
  by: string;
  clerkId: string;
  approverId: string;
}

const idOf = (...name: readonly string[]): string => transferIdOf("mingshan-demo", "project", ...name);

function seeded(): Seeded[] {
  return PROJECTS.map((spec) => {
    const fund = FUNDS.find(({ kind, slug }) => kind === "project" && slug === spec.slug);
    invariant(fund, `the demo has a fund ${spec.slug}`);
    const { clerk, approver } = spendersOf(fund.by);
    return {
      spec,
      fundId: fundIdOfSpec(fund),
      by: fund.by,
      clerkId: personId(clerk),
      approverId: personId(approver),
    };
  });
}

/**
 * Gives some projects of the demo their form, pictures, promises and progress. The figures of a progress entry are what
 * the ledger says of its day, as they would be had it been published then.
 */
export async function writeProjects(clock: SeedClock): Promise<number> {
  const projects = seeded();
  const pictures = await preparedDrawings();
  await transaction(async (tx) => {
    for (const project of projects) {
      if (!(await writeProject(tx, project, clock))) continue;
      await writeBudget(tx, project, clock);
      await writeMilestones(tx, project, clock);
      await writeEntries(tx, project, clock);
      await writePictures(tx, project, pictures, clock);
    }
    // Paragraphs of the older plain texts, as the rich text has them.
    await tx.run(
      `update fund set story = replace(story, E'\\n', E'\\n\\n'), story_en = replace(story_en, E'\\n', E'\\n\\n')
       where kind = 'project' and story !~ E'\\n\\n'`,
    );
  });
  return projects.length;
}

async function writeProject(tx: Sql, { spec, fundId, by, clerkId, approverId }: Seeded, clock: SeedClock) {
  const inserted = await tx.run(
    `insert into project (fund_id, organization_id, project_no, beneficiary_group, working_mode, created_by_id, created_at,
       published_at)
     select f.id, f.organization_id, $2, $3, $4, $5, f.created_at, f.created_at + interval '2 days' from fund f
     where f.id = $1 on conflict do nothing`,
    [
      fundId,
      `${usccOf(by)}P${clock.today.slice(2, 4)}${String(spec.serial).padStart(3, "0")}`,
      spec.beneficiaryGroup,
      spec.workingMode,
      clerkId,
    ],
  );
  await tx.run(
    `insert into project_release (id, fund_id, asked_by_id, asked_at, released_by_id, released_at)
     select $2, $1, $3, f.created_at + interval '1 day', $4, f.created_at + interval '2 days' from fund f where f.id = $1
     on conflict do nothing`,
    [fundId, idOf(spec.slug, "release"), clerkId, approverId],
  );
  return inserted === 1;
}

async function writeBudget(tx: Sql, { spec, fundId, clerkId }: Seeded, clock: SeedClock): Promise<void> {
  const { budgetBefore } = spec;
  await tx.run(
    `insert into project_budget_version (fund_id, version, id, lines, total_fen, reason, changed_by_id, changed_at)
     select $1, v.number, v.id,
            jsonb_agg(jsonb_build_object('purposeCode', l.purpose_code, 'name', l.name, 'nameEn', l.name_en,
              'plannedFen', v.fen::text) order by l.position),
            sum(v.fen), v.reason, $2, v.at
     from fund f
     join fund_budget_line l on l.fund_id = f.id
     cross join lateral (
       select 1 as number, $3::uuid as id, coalesce(($5::jsonb ->> l.purpose_code)::int8 * 100, l.planned_fen) as fen,
              '' as reason, f.created_at as at
       union all select 2, $4::uuid, l.planned_fen, $6, $7::timestamptz where $7::timestamptz is not null) v
     where f.id = $1 group by v.number, v.id, v.reason, v.at`,
    [
      fundId,
      clerkId,
      idOf(spec.slug, "budget", "1"),
      idOf(spec.slug, "budget", "2"),
      JSON.stringify(budgetBefore?.lines ?? {}),
      budgetBefore?.why ?? "",
      budgetBefore ? clock.at(clock.day(budgetBefore.days), 15) : null,
    ],
  );
}

async function writeMilestones(tx: Sql, { spec, fundId, clerkId }: Seeded, clock: SeedClock): Promise<void> {
  const milestones = spec.milestones.map((milestone, at) => {
    const id = idOf(spec.slug, "milestone", String(at));
    const reachedOn = milestone.reached && clock.day(milestone.reached.days);
    const content = milestone.reached
      ? pdfFile([
          "明善演示",
          milestone.reached.evidence,
          `${milestone.title[0]}　${reachedOn}`,
          "虚构，不含任何人的资料",
        ])
      : null;
    return { milestone, id, reachedOn, content };
  });
  await tx.run(
    `insert into project_milestone (fund_id, id, title, title_en, due_on, target_kind, target_count, unit, added_by_id,
       added_at, retired_by_id, retired_at, retire_reason)
     select $1, m.id, m.title, m.title_en, m.due_on, m.target_kind, m.target_count, m.unit, $2, f.created_at,
            case when m.retired_at is not null then $2::uuid end, m.retired_at, m.retire_reason
     from fund f, jsonb_to_recordset($3::jsonb) as m(id uuid, title text, title_en text, due_on date, target_kind text,
       target_count int, unit text, retired_at timestamptz, retire_reason text)
     where f.id = $1`,
    [
      fundId,
      clerkId,
      JSON.stringify(
        milestones.map(({ milestone, id }) => ({
          id,
          title: milestone.title[0],
          title_en: milestone.title[1],
          due_on: clock.day(milestone.due),
          target_kind: milestone.target ? "count" : "done",
          target_count: milestone.target?.count ?? null,
          unit: milestone.target?.unit ?? "",
          retired_at: milestone.retired ? clock.at(clock.day(milestone.retired.days), 10) : null,
          retire_reason: milestone.retired?.why ?? null,
        })),
      ),
    ],
  );
  const reported = milestones.flatMap(({ milestone, id, reachedOn, content }) =>
    milestone.reached && content ? [{ id, reached: milestone.reached, reachedOn, content }] : [],
  );
  await tx.run(
    `insert into project_milestone_report (fund_id, milestone_id, number, id, reached_on, reached_count, note, note_en,
       reported_by_id, reported_at)
     select $1, r.id, 1, r.report_id, r.reached_on, r.reached_count, r.note, r.note_en, $2, r.reported_at
     from jsonb_to_recordset($3::jsonb) as r(id uuid, report_id uuid, reached_on date, reached_count int, note text,
       note_en text, reported_at timestamptz)`,
    [
      fundId,
      clerkId,
      JSON.stringify(
        reported.map(({ id, reached, reachedOn }) => ({
          id,
          report_id: idOf(id, "report"),
          reached_on: reachedOn,
          reached_count: reached.count ?? null,
          note: reached.note?.[0] ?? "",
          note_en: reached.note?.[1] ?? "",
          reported_at: clock.at(clock.day(Math.min(reached.days + 1, -1)), 9, 30),
        })),
      ),
    ],
  );
  await tx.run(
    `insert into project_milestone_file (fund_id, id, milestone_id, report_number, file_name, media_type, size_bytes, sha256,
       is_public, content)
     select $1, f.id, f.milestone_id, 1, f.name, 'application/pdf', length(f.content), f.sha256, true, f.content
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[]) as f(id, milestone_id, name, sha256, content)`,
    [
      fundId,
      reported.map(({ id }) => idOf(id, "file")),
      reported.map(({ id }) => id),
      reported.map(({ reached }) => `${reached.evidence}.pdf`),
      reported.map(({ content }) => createHash("sha256").update(content).digest("hex")),
      reported.map(({ content }) => Buffer.from(content)),
    ],
  );
}

const entryId = (spec: ProjectSpec, at: number): string => idOf(spec.slug, "entry", String(at));

async function writeEntries(tx: Sql, { spec, fundId, clerkId }: Seeded, clock: SeedClock): Promise<void> {
  const versions = spec.entries.flatMap((entry, at) => {
    const id = entryId(spec, at);
    const first = entry.corrected?.body ?? entry.body;
    const row = (version: number, body: readonly [string, string], days: number, note: string | null) => ({
      id,
      version,
      form_id: version === 1 ? id : idOf(spec.slug, "entry", String(at), "correction"),
      happened_on: clock.day(entry.days),
      title: entry.title[0],
      title_en: entry.title[1],
      body: body[0],
      body_en: body[1],
      note,
      published_at: clock.at(clock.day(days), 16, 20),
    });
    const { corrected } = entry;
    return [
      row(1, first, entry.days, null),
      ...(corrected ? [row(2, entry.body, corrected.days, corrected.note)] : []),
    ];
  });
  await tx.run(
    `insert into project_progress (fund_id, id, version, form_id, happened_on, title, title_en, body, body_en, raised_fen,
       disbursed_fen, delivered_fen, correction_note, published_by_id, published_at)
     select $1, e.id, e.version, e.form_id, e.happened_on, e.title, e.title_en, e.body, e.body_en, t.raised, t.disbursed,
            (select coalesce(sum(b.delivered_fen), 0) from beneficiary_batch b
             where b.fund_id = $1 and b.delivered_on <= e.happened_on),
            e.note, $2, e.published_at
     from jsonb_to_recordset($3::jsonb) as e(id uuid, version int, form_id uuid, happened_on date, title text,
       title_en text, body text, body_en text, note text, published_at timestamptz)
     cross join lateral (
       select coalesce(sum(t.amount_fen) filter (where t.kind in ('gift-paid', 'suspense-to-fund')), 0) as raised,
              coalesce(sum(case t.kind when 'disbursement-paid' then t.amount_fen
                                       when 'disbursement-returned' then -t.amount_fen end), 0) as disbursed
       from transfer t
       where t.book_id = $1 and t.reverses_id is null
         and (t.occurred_at at time zone 'Asia/Shanghai')::date <= e.happened_on) t`,
    [fundId, clerkId, JSON.stringify(versions)],
  );
}

type Prepared = Awaited<ReturnType<typeof preparedDrawings>>;

async function preparedDrawings() {
  const made = await Promise.all(
    Object.entries(DRAWINGS).map(async ([name, svg]) => {
      const picture = await preparePicture(await sharp(Buffer.from(svg)).png().toBuffer());
      invariant(picture.ok, `the drawing ${name} is a picture`);
      return [name as Drawing, picture] as const;
    }),
  );
  return new Map(made);
}

async function writePictures(
  tx: Sql,
  { spec, fundId, clerkId }: Seeded,
  drawings: Prepared,
  clock: SeedClock,
): Promise<void> {
  const shown = [
    ...spec.pictures.map((picture) => ({ ...picture, progressId: null, days: -250 })),
    ...spec.entries.flatMap(({ picture, days }, at) =>
      picture ? [{ ...picture, progressId: entryId(spec, at), days }] : [],
    ),
  ].map((picture, at) => ({ ...picture, id: idOf(spec.slug, "picture", String(at)), position: at + 1 }));
  await tx.run(
    `insert into project_picture (fund_id, id, progress_id, alt, alt_en, consent, position, original_sha256, added_by_id,
       added_at)
     select $1, p.id, p.progress_id, p.alt, p.alt_en, 'no-people', p.position, p.sha256, $2, p.added_at
     from jsonb_to_recordset($3::jsonb) as p(id uuid, progress_id uuid, alt text, alt_en text, position int, sha256 text,
       added_at timestamptz)`,
    [
      fundId,
      clerkId,
      JSON.stringify(
        shown.map(({ id, progressId, alt, position, drawing, days }) => ({
          id,
          progress_id: progressId,
          alt: alt[0],
          alt_en: alt[1],
          position,
          sha256: drawings.get(drawing)?.originalSha256,
          added_at: clock.at(clock.day(days), 16, 10),
        })),
      ),
    ],
  );
  const copies = shown.flatMap(({ id, drawing }) =>
    (drawings.get(drawing)?.copies ?? []).map((copy) => ({ id, ...copy })),
  );
  await tx.run(
    `insert into project_picture_copy (fund_id, picture_id, width, height, media_type, sha256, content)
     select $1, c.id, c.width, c.height, 'image/jpeg', c.sha256, c.content
     from unnest($2::uuid[], $3::int4[], $4::int4[], $5::text[], $6::bytea[]) as c(id, width, height, sha256, content)`,
    [
      fundId,
      copies.map(({ id }) => id),
      copies.map(({ width }) => width),
      copies.map(({ height }) => height),
      copies.map(({ sha256 }) => sha256),
      copies.map(({ content }) => Buffer.from(content)),
    ],
  );
}
