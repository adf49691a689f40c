import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { Field, type FieldWords, wiringOf } from "#app/ui/field.tsx";

export type SelectOption = { value: string; label: string };

type SelectProps = FieldWords &
  Omit<ComponentPropsWithoutRef<"select">, "children"> & {
    name: string;
    options: readonly SelectOption[];
    /** First entry without a value: its words, or true for “choose one”. */
    blank?: string | true;
  };

/** One of many; with few choices use `RadioList`. */
export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(props, ref) {
  const { label, help, error, optional, id = props.name, options, blank, className, ...select } = props;
  const t = useT("ui");
  return (
    <Field id={id} label={label} help={help} error={error} optional={optional}>
      <select
        {...select}
        {...wiringOf(id, { help, error })}
        ref={ref}
        className={className === undefined ? "input" : `input ${className}`}
      >
        {blank === undefined ? null : <option value="">{blank === true ? t("choose") : blank}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
});
