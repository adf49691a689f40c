import { type ComponentPropsWithoutRef, type ComponentPropsWithRef, forwardRef, type ReactNode } from "react";
import { HelpAndError, wiringOf } from "#app/ui/field.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";

export type Choice = { value: string; label: ReactNode; help?: ReactNode };

type RadioListProps = {
  legend: ReactNode;
  name: string;
  options: readonly Choice[];
  id?: string;
  help?: ReactNode;
  error?: string;
  /** The choice made so far. */
  value?: string | null;
  /** For every radio, for instance what react-hook-form's `register` returns. */
  inputProps?: Omit<ComponentPropsWithRef<"input">, "value" | "defaultChecked" | "type">;
};

/** One of a few. */
export function RadioList({
  legend,
  name,
  options,
  id = name,
  help,
  error,
  value,
  inputProps,
}: RadioListProps) {
  return (
    <Fieldset id={id} legend={legend} help={help} error={error}>
      {options.map((option) => (
        <label key={option.value} className="plainpick">
          <input
            name={name}
            {...inputProps}
            type="radio"
            value={option.value}
            defaultChecked={option.value === value}
          />
          <span>
            {option.label}
            {option.help === undefined ? null : <small className="help">{option.help}</small>}
          </span>
        </label>
      ))}
    </Fieldset>
  );
}

type CheckboxFieldProps = Omit<ComponentPropsWithoutRef<"input">, "children" | "type"> & {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string;
};

/** Something to agree to or switch on. */
export const CheckboxField = forwardRef<HTMLInputElement, CheckboxFieldProps>(
  function CheckboxField(props, ref) {
    const { label, help, error, id = props.name, ...input } = props;
    return (
      <div className={error === undefined ? "field" : "field bad"}>
        <label className="plainpick" htmlFor={id}>
          <input value="yes" {...input} {...wiringOf(id, { help, error })} type="checkbox" ref={ref} />
          <span>{label}</span>
        </label>
        <HelpAndError id={id} help={help} error={error} />
      </div>
    );
  },
);
