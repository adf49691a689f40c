import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { Field, type FieldWords, wiringOf } from "#app/ui/field.tsx";

type TextAreaProps = FieldWords & Omit<ComponentPropsWithoutRef<"textarea">, "children"> & { name: string };

/** Several lines of text. */
export const TextArea = forwardRef<HTMLTextAreaElement, TextAreaProps>(function TextArea(props, ref) {
  const { label, help, error, optional, id = props.name, className, ...area } = props;
  return (
    <Field id={id} label={label} help={help} error={error} optional={optional}>
      <textarea
        {...area}
        {...wiringOf(id, { help, error })}
        ref={ref}
        className={className === undefined ? "input" : `input ${className}`}
      />
    </Field>
  );
});
