import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State } from "#app/ui/state.tsx";
import { type CheckVerdict, PLAN_CHECKS, type PlanCheck } from "./plan-checks.ts";

export interface ChecksShown {
  verdicts: Record<PlanCheck, CheckVerdict>;
  /** Who answered for the judged ones, once somebody did. */
  judged: readonly PlanCheck[];
  judgedBy: string | null;
  raisedFen: bigint;
  targetFen: bigint;
}

const TONES = { met: "done", "not-met": "bad", judge: "warn" } as const;

/** The nine checks of Order 74 Art. 10: met, not met, or for a person to judge. */
export function ChecksTable({ verdicts, judged, judgedBy, raisedFen, targetFen }: ChecksShown) {
  const t = useT("filings");
  return (
    <CardsTable
      caption={t("checksTitle")}
      variant="stated"
      rows={PLAN_CHECKS}
      rowKey={(check) => check}
      columns={[
        {
          key: "check",
          head: t("check"),
          cell: (check) => (
            <>
              {t(`check_${check}`)}
              {check === "target" ? (
                <small>
                  {t("check_targetHelp", { raised: formatYuan(raisedFen), target: formatYuan(targetFen) })}
                </small>
              ) : null}
            </>
          ),
        },
        {
          key: "verdict",
          head: t("verdict"),
          st: true,
          cell: (check) =>
            judgedBy !== null && judged.includes(check) ? (
              <State>{t("judgedBy", { name: judgedBy })}</State>
            ) : (
              <State tone={TONES[verdicts[check]]}>{t(`verdict_${verdicts[check]}`)}</State>
            ),
        },
      ]}
    />
  );
}
