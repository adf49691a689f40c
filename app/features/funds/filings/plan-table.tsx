import { useLang } from "#app/lib/i18n-react.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import type { FilingPlan } from "./plan.ts";
import { type PlanReader, planRows } from "./plan-rows.ts";
import type { PlanNames } from "./queries.server.ts";

/** A plan as the form has it, whole. */
export function PlanTable({
  plan,
  names,
  reader,
}: {
  plan: FilingPlan;
  names: PlanNames;
  reader: PlanReader;
}) {
  const lang = useLang();
  return (
    <Pairs
      items={planRows(plan, names, lang, reader).map(({ term, value }) => ({
        term,
        value: <span className="lines">{value}</span>,
      }))}
    />
  );
}
