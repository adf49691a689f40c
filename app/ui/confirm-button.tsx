import {
  Dialog,
  DialogDescription,
  DialogDisclosure,
  DialogDismiss,
  DialogHeading,
  DialogProvider,
} from "@ariakit/react";
import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type ConfirmButtonProps = {
  /** Id of the form that is sent; the button may stand inside or outside of it. */
  form: string;
  name?: string;
  value?: string;
  label: ReactNode;
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  body: ReactNode;
  confirm: ReactNode;
};

/** Asks once more before something that cannot be undone; without scripts in a disclosure. */
export function ConfirmButton({ form, name, value, label, title, body, confirm }: ConfirmButtonProps) {
  const t = useT("ui");
  const send = (
    <button type="submit" className="btn" form={form} name={name} value={value}>
      {confirm}
    </button>
  );
  if (!useHydrated()) {
    return (
      <details className="confirm">
        <summary>{label}</summary>
        <div className="callout">
          <p className="callout-title">{title}</p>
          <p>{body}</p>
          <p className="acts">{send}</p>
        </div>
      </details>
    );
  }
  return (
    <DialogProvider>
      <DialogDisclosure className="btn quiet">{label}</DialogDisclosure>
      <Dialog role="alertdialog" className="dialog" backdrop={<div className="backdrop" />}>
        <DialogHeading render={<h2 />}>{title}</DialogHeading>
        <DialogDescription render={<p />}>{body}</DialogDescription>
        <p className="acts">
          {send}
          <DialogDismiss className="btn quiet">{t("cancel")}</DialogDismiss>
        </p>
      </Dialog>
    </DialogProvider>
  );
}
