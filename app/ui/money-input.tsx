import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { Field, type FieldWords, wiringOf } from "#app/ui/field.tsx";

type MoneyInputProps = FieldWords &
  Omit<ComponentPropsWithoutRef<"input">, "children" | "type"> & { name: string };

/** An amount in yuan as text, on a keypad with a decimal point; the server reads it, full-width digits included. */
export const MoneyInput = forwardRef<HTMLInputElement, MoneyInputProps>(function MoneyInput(props, ref) {
  const { label, help, error, optional, id = props.name, ...input } = props;
  return (
    <Field id={id} label={label} help={help} error={error} optional={optional}>
      <BareMoneyInput {...input} {...wiringOf(id, { help, error })} ref={ref} />
    </Field>
  );
});

/** The control alone, with ¥ before it. */
export const BareMoneyInput = forwardRef<HTMLInputElement, ComponentPropsWithoutRef<"input">>(
  function BareMoneyInput(input, ref) {
    return (
      <div className="money-in">
        <span aria-hidden="true">¥</span>
        <input
          autoComplete="off"
          maxLength={24}
          {...input}
          type="text"
          inputMode="decimal"
          ref={ref}
          className="input"
        />
      </div>
    );
  },
);
