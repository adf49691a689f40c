import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { useSvgId } from "#app/ui/svg-id.ts";

type ProgressBarProps = { label: ReactNode; done: number; total: number; since?: Date };

/** Long work, with counts; it goes on when the page is left. */
export function ProgressBar({ label, done, total, since }: ProgressBarProps) {
  const t = useT("ui");
  const id = useSvgId("progress");
  return (
    <div className="progress">
      <p className="bar-total">
        <span id={id}>{label}</span>
        <span className="num">{t("progress", { done, total })}</span>
      </p>
      <progress aria-labelledby={id} max={Math.max(total, 1)} value={Math.min(done, Math.max(total, 1))} />
      {since === undefined ? null : (
        <p className="asof">
          <DateText value={since} precision="second" />
        </p>
      )}
    </div>
  );
}
