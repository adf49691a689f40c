import type { UseFormRegisterReturn } from "react-hook-form";
import { useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Select } from "#app/ui/select.tsx";
import type { TypedGift } from "../give.server.ts";
import { DAY_OPTIONS } from "./day-options.ts";

/** Once or monthly, and the day. Without scripts the day is shown only where the browser knows :has(). */
export function MonthlyChoice(props: {
  typed: TypedGift;
  dayError: string | undefined;
  frequencyProps: UseFormRegisterReturn;
  dayProps: UseFormRegisterReturn;
}) {
  const { typed, dayError, frequencyProps, dayProps } = props;
  const t = useT("give");
  return (
    <>
      <RadioList
        legend={t("frequency")}
        name="frequency"
        value={typed.frequency ?? "once"}
        inputProps={frequencyProps}
        options={[
          { value: "once", label: t("frequency_once") },
          { value: "monthly", label: t("frequency_monthly"), help: t("frequency_monthly_help") },
        ]}
      />
      <div className="only-monthly">
        <Select
          label={t("day")}
          help={t("day_help")}
          options={DAY_OPTIONS}
          defaultValue={typed.day}
          error={dayError}
          {...dayProps}
        />
      </div>
    </>
  );
}
