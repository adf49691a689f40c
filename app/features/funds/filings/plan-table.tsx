import { useLang } from "#app/lib/i18n-react.tsx";
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
    <dl className="pairs plan">
      {planRows(plan, names, lang, reader).map(({ key, term, value }) => (
        <div key={key}>
          <dt>{term}</dt>
          <dd className="lines">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
