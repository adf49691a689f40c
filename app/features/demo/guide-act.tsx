import type { ReactNode } from "react";
import { SubmitButton } from "#app/ui/submit-button.tsx";

/** One button of the guide: a form of its own, so that it works without scripts. */
export function Act({ act, quiet, children }: { act: string; quiet?: boolean; children: ReactNode }) {
  return (
    <form method="post" action="/guide">
      <input type="hidden" name="act" value={act} />
      <SubmitButton quiet={quiet ?? false}>{children}</SubmitButton>
    </form>
  );
}
