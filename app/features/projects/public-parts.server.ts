import { inLang } from "#app/features/funds/fund-text.ts";
import type { PublicFund } from "#app/features/funds/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { Lang } from "#app/lib/i18n.ts";
import { richText } from "#app/lib/rich-text.server.ts";
import type { RichNode } from "#app/lib/rich-text.ts";
import {
  budgetVersionsOf,
  endingsOf,
  formChangesOf,
  milestonesOf,
  movesInto,
  type ProgressEntry,
  type ProgressVersion,
  pauseOf,
  picturesOf,
  progressOf,
} from "./parts.server.ts";

/** A version with its text ready to be shown in the reader's language. */
export type ReadVersion = Omit<ProgressVersion, "body" | "bodyEn"> & { text: RichNode[] };
export type ReadEntry = Omit<ProgressEntry, "body" | "bodyEn" | "earlier"> & {
  text: RichNode[];
  earlier: ReadVersion[];
};

/** What a project's public page shows beside what every fund's page shows. */
export async function loadPublicParts(fund: PublicFund, lang: Lang, today: string) {
  const [project, pictures, milestones, entries, budgetVersions, endings, pause, moves, changes] =
    await Promise.all([
      projectFacts(fund.id),
      picturesOf(fund.id),
      milestonesOf(fund.id, today),
      progressOf(fund.id),
      budgetVersionsOf(fund.id),
      endingsOf(fund.id),
      pauseOf(fund.id),
      movesInto(fund.id),
      formChangesOf(fund.id),
    ]);
  const read = <T extends { body: string; bodyEn: string }>({ body, bodyEn, ...version }: T) => ({
    ...version,
    text: richText(inLang(lang, body, bodyEn)),
  });
  return {
    project,
    pictures,
    milestones,
    entries: entries.map((entry): ReadEntry => ({ ...read(entry), earlier: entry.earlier.map(read) })),
    budgetVersions,
    ending: endings.filter(({ approvedAt }) => approvedAt !== null),
    pause,
    moves,
    changes,
    story: richText(inLang(lang, fund.story, fund.storyEn)),
  };
}
export type PublicParts = Awaited<ReturnType<typeof loadPublicParts>>;

async function projectFacts(fundId: string): Promise<{
  projectNo: string | null;
  workingMode: string;
  beneficiaryGroup: string;
  endedAt: Date | null;
} | null> {
  const [project] = await db.rows<{
    projectNo: string | null;
    workingMode: string;
    beneficiaryGroup: string;
    endedAt: Date | null;
  }>(
    `select project_no as "projectNo", working_mode as "workingMode", beneficiary_group as "beneficiaryGroup",
            ended_at as "endedAt"
     from project where fund_id = $1`,
    [fundId],
  );
  return project ?? null;
}
