import type { ComponentPropsWithRef, ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { HelpAndError, wiringOf } from "#app/ui/field.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { BareMoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";

type AmountPickerProps = {
  legend: ReactNode;
  /** Name of the radios; their values are fen as text, or `other`. */
  name: string;
  /** Name of the free amount, in yuan as typed. */
  otherName: string;
  amounts: readonly bigint[];
  /** What was chosen before, never chosen for anybody. */
  value?: string | null;
  otherValue?: string | null;
  help?: ReactNode;
  /** Help under the free amount: the least, what an amount buys. */
  otherHelp?: ReactNode;
  error?: string;
  otherError?: string;
  pickProps?: Omit<ComponentPropsWithRef<"input">, "value" | "defaultChecked" | "type">;
  otherProps?: Omit<ComponentPropsWithRef<"input">, "type" | "defaultValue">;
};

/** A few amounts as radios and a free one to the fen. A typed free amount alone means `other`. */
export function AmountPicker(props: AmountPickerProps) {
  const { legend, name, otherName, amounts, value, otherValue, help, otherHelp, error, otherError } = props;
  const { pickProps, otherProps } = props;
  const t = useT("ui");
  const other = wiringOf(otherName, { help: otherHelp, error: otherError });
  return (
    <Fieldset id={name} legend={legend} help={help} error={error}>
      <div className="amounts">
        {amounts.map((fen) => (
          <label key={fen.toString()} className="pick">
            <input
              name={name}
              {...pickProps}
              type="radio"
              value={fen.toString()}
              defaultChecked={value === fen.toString()}
            />
            {formatYuan(fen).replace(/\.00$/, "")}
          </label>
        ))}
        <label className="pick other">
          <input name={name} {...pickProps} type="radio" value="other" defaultChecked={value === "other"} />
          {t("otherAmount")}
        </label>
      </div>
      <div className={otherError === undefined ? "field in" : "field in bad"}>
        <label htmlFor={otherName}>{t("otherAmountYuan")}</label>
        <BareMoneyInput
          name={otherName}
          autoComplete="transaction-amount"
          {...otherProps}
          {...other}
          defaultValue={otherValue ?? undefined}
        />
        <HelpAndError id={otherName} help={otherHelp} error={otherError} />
      </div>
    </Fieldset>
  );
}
