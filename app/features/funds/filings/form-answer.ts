import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import type { PlanCheck } from "./plan-checks.ts";
import type { PlanErrors, Typed } from "./schema.ts";

type Key = KeyOf<"filings">;

/** A sentence of the dictionary with whatever it names; keys that come out of schemas are checked by a test. */
export function say(
  t: Translate<"filings">,
  key: string,
  values: Record<string, string | number> = {},
): string {
  return (t as (key: Key, values: Record<string, string | number>) => string)(key as Key, values);
}

/** What a form on a filing's page is shown with again after a refusal. */
export interface FilingRefusal {
  reason: string;
  checks: PlanCheck[];
  typed: Typed;
}

export function refusalText(t: Translate<"filings">, { reason, checks }: FilingRefusal): string {
  return say(t, `refuse_${reason}`, { checks: checks.map((check) => t(`check_${check}`)).join(t("join")) });
}

/** The message beside a field, if there is one. */
export function errorOf(t: Translate<"filings">, errors: PlanErrors, field: string): string | undefined {
  const error = errors[field];
  return error && say(t, error.key, error.values);
}

const PARTNER_LABELS: Record<string, string> = {
  type: "partnerType",
  name: "partnerName",
  uscc: "partnerUscc",
  credit: "head_credit",
  capacity: "head_capacity",
  interest: "head_interest",
};

/** A complaint for the summary at the top: which field, then what about it. */
export function summaryOf(t: Translate<"filings">, errors: PlanErrors): { id: string; message: string }[] {
  return Object.entries(errors).map(([id, error]) => {
    const [, number, own] = /^partner(\d)_(.*)$/.exec(id) ?? [];
    const label =
      own === undefined
        ? say(t, id)
        : `${t("partner", { number: number ?? "" })} ${say(t, PARTNER_LABELS[own] ?? own)}`;
    return { id, message: t("summary", { label, error: say(t, error.key, error.values) }) };
  });
}
