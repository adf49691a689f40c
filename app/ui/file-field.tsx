import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { Field, type FieldWords, wiringOf } from "#app/ui/field.tsx";

type FileFieldProps = FieldWords &
  Omit<ComponentPropsWithoutRef<"input">, "children" | "type"> & { name: string };

/** A file to hand in; say in `help` which kinds and how large. */
export const FileField = forwardRef<HTMLInputElement, FileFieldProps>(function FileField(props, ref) {
  const { label, help, error, optional, id = props.name, ...input } = props;
  return (
    <Field id={id} label={label} help={help} error={error} optional={optional}>
      <input {...input} {...wiringOf(id, { help, error })} type="file" ref={ref} className="input file" />
    </Field>
  );
});
