import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { Field, type FieldWords, wiringOf } from "#app/ui/field.tsx";

type TextFieldProps = FieldWords & Omit<ComponentPropsWithoutRef<"input">, "children"> & { name: string };

/** One line of text; `type`, `inputMode` and `autoComplete` as for an input. */
export const TextField = forwardRef<HTMLInputElement, TextFieldProps>(function TextField(props, ref) {
  const { label, help, error, optional, id = props.name, className, ...input } = props;
  return (
    <Field id={id} label={label} help={help} error={error} optional={optional}>
      <input
        type="text"
        {...input}
        {...wiringOf(id, { help, error })}
        ref={ref}
        className={className === undefined ? "input" : `input ${className}`}
      />
    </Field>
  );
});
