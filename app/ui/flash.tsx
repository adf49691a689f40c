import type { ReactNode } from "react";
import { State, type Tone } from "#app/ui/state.tsx";

/** What the last action did. Announced, and stays on the page. */
export function Flash({
  tone = "done",
  title,
  children,
}: {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={`flash ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <State tone={tone}>{title}</State>
      {children === undefined ? null : <div>{children}</div>}
    </div>
  );
}
