import { inLang } from "#app/features/funds/fund-text.ts";
import type { Translate } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State, type Tone } from "#app/ui/state.tsx";
import type { MilestoneState } from "./milestone-state.ts";
import type { MilestoneFile, ShownMilestone } from "./parts.server.ts";

const TONES = {
  scheduled: "wait",
  met: "done",
  late: "warn",
  partly: "wait",
  missed: "bad",
} as const satisfies Record<MilestoneState["kind"], Tone>;

/** What was promised by when, what was reached, and the files that show it. */
export function MilestonesTable({
  milestones,
  fileHref,
}: {
  milestones: readonly ShownMilestone[];
  /** Null where the file is not for this reader. */
  fileHref: (file: MilestoneFile) => string | null;
}) {
  const t = useT("projects");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("milestonesCaption")}
      variant="duo stated"
      rows={milestones}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "what",
          head: t("milestone"),
          cell: (row) => (
            <>
              {inLang(lang, row.title, row.titleEn)}
              <small>{targetText(t, row)}</small>
              {row.note === "" ? null : <small>{inLang(lang, row.note, row.noteEn)}</small>}
              {row.retireReason ? <small>{t("retiredBecause", { why: row.retireReason })}</small> : null}
            </>
          ),
        },
        { key: "due", head: t("dueOn"), className: "num", cell: (row) => row.dueOn },
        { key: "reached", head: t("reachedOn"), className: "num", cell: (row) => row.reachedOn ?? "—" },
        {
          key: "evidence",
          head: t("evidence"),
          cell: (row) => (row.files.length === 0 ? "—" : <Files files={row.files} fileHref={fileHref} />),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (row) =>
            row.retiredAt ? (
              <State tone="wait">{t("milestone_retired")}</State>
            ) : (
              <State tone={TONES[row.state.kind]}>{stateText(t, row.state)}</State>
            ),
        },
      ]}
    />
  );
}

function Files({
  files,
  fileHref,
}: {
  files: readonly MilestoneFile[];
  fileHref: (file: MilestoneFile) => string | null;
}) {
  const t = useT("projects");
  const shown = files.flatMap((file) => {
    const href = fileHref(file);
    return href === null ? [] : [{ ...file, href }];
  });
  const hidden = files.length - shown.length;
  return (
    <>
      {shown.map((file) => (
        <a key={file.id} href={file.href} className="line">
          {file.fileName}
        </a>
      ))}
      {hidden > 0 ? <small>{t("filesHidden", { count: hidden })}</small> : null}
    </>
  );
}

function targetText(t: Translate<"projects">, row: ShownMilestone): string {
  if (row.targetKind === "amount") {
    const target = formatYuan(row.targetFen ?? 0n);
    return row.reachedFen === null
      ? t("targetAmount", { target })
      : t("reachedAmount", { target, reached: formatYuan(row.reachedFen) });
  }
  if (row.targetKind === "count") {
    const target = `${counted(row.targetCount)} ${row.unit}`.trim();
    return row.reachedCount === null
      ? t("targetAmount", { target })
      : t("reachedAmount", { target, reached: counted(row.reachedCount) });
  }
  return t("targetDone");
}

const counted = (count: number | null): string => (count ?? 0).toLocaleString("en-US");

function stateText(t: Translate<"projects">, state: MilestoneState): string {
  if (state.kind === "met") return t("milestone_met");
  return t(`milestone_${state.kind}`, { count: state.days });
}
