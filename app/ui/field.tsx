import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";

export type FieldWords = {
  label: ReactNode;
  help?: ReactNode;
  /** Already a sentence in the reader's language. */
  error?: string;
  optional?: boolean;
};

/** What ties a control to its help and its error, for people who hear the page. */
export type Wiring = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

/** The ids that help and error of a control get, and the attributes that point at them. */
export function wiringOf(id: string, words: { help?: ReactNode; error?: string }): Wiring {
  const described = [
    words.error === undefined ? undefined : `${id}-error`,
    words.help === undefined ? undefined : `${id}-help`,
  ].filter((part) => part !== undefined);
  return {
    id,
    "aria-describedby": described.length === 0 ? undefined : described.join(" "),
    "aria-invalid": words.error === undefined ? undefined : true,
  };
}

/** Label above, help under the label, the error beside the control, which stays as it was typed. */
export function Field({
  id,
  label,
  help,
  error,
  optional,
  children,
}: FieldWords & { id: string; children: ReactNode }) {
  const t = useT("ui");
  return (
    <div className={error === undefined ? "field" : "field bad"}>
      <label htmlFor={id}>
        {label}
        {optional ? <span className="optional">{t("optional")}</span> : null}
      </label>
      <HelpAndError id={id} help={help} error={error} />
      {children}
    </div>
  );
}

export function HelpAndError({ id, help, error }: { id: string; help?: ReactNode; error?: string }) {
  const t = useT("ui");
  return (
    <>
      {help === undefined ? null : (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error === undefined ? null : (
        <p className="err" id={`${id}-error`}>
          <span className="vh">{t("errorPrefix")}</span>
          {error}
        </p>
      )}
    </>
  );
}
