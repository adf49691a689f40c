import { useT } from "#app/lib/i18n-react.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { AgreementRow } from "./agreement-rows.server.ts";
import { type Standing, standingSince } from "./standing.ts";

const TONES: Record<Standing, Tone> = {
  "in-force": "done",
  agreed: "wait",
  suspended: "bad",
  expired: "wait",
  ended: "wait",
};

/** Whether the badge of 爱心商家 hangs, and since when; what is overdue is said in the same place. */
export function StandingState({ row, dated = false }: { row: AgreementRow; dated?: boolean }) {
  const t = useT("promises");
  const { standing } = row;
  const day = standingSince(row, standing);
  const isLate = row.sums.overdueFen > 0n && standing !== "suspended";
  return (
    <>
      <State tone={TONES[standing]}>
        {dated ? t(`standingSince_${standing}`, { day }) : t(`standing_${standing}`)}
      </State>
      {isLate ? (
        <>
          {" "}
          <State tone="warn">{t("overdueShort")}</State>
        </>
      ) : null}
    </>
  );
}
