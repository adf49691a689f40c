import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { State } from "#app/ui/state.tsx";

export type GuideStep = {
  key: string;
  title: ReactNode;
  body: ReactNode;
  /** A form or a link; only the step to do now should hold a solid button. */
  action?: ReactNode;
  state: "done" | "now" | "later";
};

/** A walk in numbered steps, each saying what to do and what to look at. */
export function GuideSteps({ items }: { items: readonly GuideStep[] }) {
  const t = useT("ui");
  return (
    <ol className="guide">
      {items.map((item, index) => (
        <li key={item.key} className={item.state} aria-current={item.state === "now" ? "step" : undefined}>
          <p className="guide-no">
            {t("step", { index: index + 1 })}
            {item.state === "done" ? <State>{t("stepDone")}</State> : null}
            {item.state === "now" ? <State tone="warn">{t("stepNow")}</State> : null}
          </p>
          <h2>{item.title}</h2>
          <div className="guide-body">{item.body}</div>
          {item.action === undefined ? null : <div className="acts">{item.action}</div>}
        </li>
      ))}
    </ol>
  );
}
