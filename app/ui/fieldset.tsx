import type { ReactNode } from "react";
import { HelpAndError, wiringOf } from "#app/ui/field.tsx";

type FieldsetProps = {
  id: string;
  legend: ReactNode;
  help?: ReactNode;
  error?: string;
  className?: string;
  children: ReactNode;
};

/** Several controls under one heading. `id` is where an error summary's link leads. */
export function Fieldset({ id, legend, help, error, className, children }: FieldsetProps) {
  const names = ["field", error !== undefined && "bad", className].filter(Boolean).join(" ");
  const { "aria-describedby": describedBy } = wiringOf(id, { help, error });
  return (
    <fieldset
      id={id}
      className={names}
      aria-describedby={describedBy}
      tabIndex={error === undefined ? undefined : -1}
    >
      <legend>{legend}</legend>
      <HelpAndError id={id} help={help} error={error} />
      {children}
    </fieldset>
  );
}
