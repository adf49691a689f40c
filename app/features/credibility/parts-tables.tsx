import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { State } from "#app/ui/state.tsx";
import { EvidenceLink } from "./evidence-table.tsx";
import type { Part } from "./indicators.ts";
import type { DutyInput } from "./inputs.ts";
import { valueText } from "./report-text.ts";
import type { ReportBody } from "./score.ts";

interface PartsProps {
  parts: readonly Part[];
  body: ReportBody;
}

/** Every duty that fell due: those that were late or missing first, then those on time. */
export function DutiesWorking({ parts, body }: PartsProps) {
  const t = useT("credibility");
  const lang = useLang();
  const rows = body.duties
    .map((duty) => ({ duty, valueE4: parts.find((part) => part.code === duty.taskId)?.valueE4 ?? 0 }))
    .sort((a, b) => a.valueE4 - b.valueE4);
  return (
    <CardsTable
      caption={t("dutiesCaption")}
      variant="duo stated"
      rows={rows}
      rowKey={({ duty }) => duty.taskId}
      columns={[
        {
          key: "duty",
          head: t("duty"),
          cell: ({ duty }) => (
            <>
              {dutyTitle(duty, lang, (fund, title) => t("dutyOfFund", { fund, duty: title }))}
              <small>{duty.article}</small>
            </>
          ),
        },
        { key: "due", head: t("due"), className: "num", cell: ({ duty }) => <DateText value={duty.dueOn} /> },
        {
          key: "published",
          head: t("published"),
          className: "num",
          cell: ({ duty }) => (duty.publishedOn ? <DateText value={duty.publishedOn} /> : t("notYet")),
        },
        { key: "state", head: t("state"), st: true, cell: ({ duty }) => <Lateness duty={duty} /> },
        {
          key: "evidence",
          head: t("evidence"),
          cell: ({ duty }) => (duty.evidence ? <EvidenceLink id={duty.evidence} body={body} /> : null),
        },
        { key: "counts", head: t("counts"), right: true, cell: ({ valueE4 }) => valueText(valueE4) },
      ]}
    />
  );
}

function Lateness({ duty: { lateDays } }: { duty: DutyInput }) {
  const t = useT("credibility");
  if (lateDays === null) return <State tone="bad">{t("neverPublished")}</State>;
  return lateDays > 0 ? (
    <State tone="warn">{t("lateBy", { days: lateDays })}</State>
  ) : (
    <State>{t("onTime")}</State>
  );
}

function dutyTitle(
  duty: DutyInput,
  lang: "zh" | "en",
  ofFund: (fund: string, title: string) => string,
): string {
  const title = inLang(lang, duty.title, duty.titleEn);
  const fund = inLang(lang, duty.fundTitle, duty.fundTitleEn);
  return fund === "" ? title : ofFund(fund, title);
}

const CHECKS = [
  "registered",
  "qualified",
  "tax-deductible",
  "assessment",
  "board-meetings",
  "independence",
  "supervisor-report",
  "conflict-policy",
  "related-parties",
] as const;

/** The checks of standing or governance, each with what shows it. */
export function ChecksTable({ parts, body }: PartsProps) {
  const t = useT("credibility");
  return (
    <CardsTable
      caption={t("checksCaption")}
      variant="duo"
      rows={parts}
      rowKey={(part) => part.code}
      columns={[
        {
          key: "check",
          head: t("check"),
          cell: (part) => {
            const known = CHECKS.find((check) => check === part.code);
            return known ? t(`check_${known}`) : part.code;
          },
        },
        {
          key: "evidence",
          head: t("evidence"),
          cell: (part) =>
            part.evidence ? (
              <EvidenceLink id={part.evidence} body={body} />
            ) : (
              <State tone="wait">{t("noData")}</State>
            ),
        },
        { key: "counts", head: t("counts"), right: true, cell: (part) => valueText(part.valueE4) },
      ]}
    />
  );
}
