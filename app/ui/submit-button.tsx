import type { ComponentPropsWithoutRef, ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

type Look = { full?: boolean; quiet?: boolean };

type SubmitButtonProps = Omit<ComponentPropsWithoutRef<"button">, "type"> &
  Look & {
    /** While the form is on its way: only where scripts run. */
    pending?: boolean;
    pendingLabel?: ReactNode;
  };

/** Sends the form. One solid button a page, the others `quiet`. */
export function SubmitButton(props: SubmitButtonProps) {
  const { full, quiet, pending = false, pendingLabel, className, children, ...button } = props;
  const t = useT("ui");
  return (
    <button
      {...button}
      type="submit"
      className={buttonClass({ full, quiet }, className)}
      aria-disabled={pending ? true : undefined}
    >
      {pending ? (pendingLabel ?? t("sending")) : children}
    </button>
  );
}

/** A link that looks like a button, where following it is the next action. */
export function ButtonLink(props: ComponentPropsWithoutRef<"a"> & Look) {
  const { full, quiet, className, children, ...link } = props;
  return (
    <a {...link} className={buttonClass({ full, quiet }, className)}>
      {children}
    </a>
  );
}

function buttonClass({ full, quiet }: Look, className: string | undefined): string {
  return ["btn", full && "full", quiet && "quiet", className].filter(Boolean).join(" ");
}
