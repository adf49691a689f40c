import type { Lang } from "#app/lib/i18n.ts";
import { filingStateOf, latestFiled } from "./filing-state.ts";
import { type ComparedRow, comparePlans } from "./plan-compare.server.ts";
import { filingsOfFund, type PlanNames, planNames } from "./queries.server.ts";

/**
 * What Order 74 Art. 16 wants shown of a fund's filings: number, plan as filed, qualification, how to query, and
 * what was changed since. Versions that never came into force stay the charity's own business.
 */
export async function publicFilings(fundId: string, today: string) {
  const filings = await filingsOfFund(fundId);
  const names = await planNames(filings.flatMap(({ versions }) => versions.map(({ plan }) => plan)));
  return filings.flatMap((filing) => {
    const filed = filing.versions.filter(({ state }) => state === "filed");
    const inForce = latestFiled(filed);
    if (!inForce) return [];
    const versions = filed.map((version, at) => ({
      number: version.number,
      kind: version.kind,
      filedOn: version.answeredOn ?? version.startsOn,
      reason: version.reason,
      against: filed[at - 1]?.number ?? null,
      compared: inBoth((lang) => compared(filed[at - 1], version, names, lang)),
    }));
    return [
      {
        id: filing.id,
        filingNo: filing.filingNo,
        endedOn: filing.endedOn,
        contact: filing.organizationContact,
        qualificationFrom: filing.qualificationFrom,
        qualificationTo: filing.qualificationTo,
        state: filingStateOf(filing, filing.versions, today),
        plan: inForce.plan,
        names,
        versions: versions.reverse(),
      },
    ];
  });
}
export type PublicFiling = Awaited<ReturnType<typeof publicFilings>>[number];

type Filed = { plan: Parameters<typeof comparePlans>[0] };

function compared(before: Filed | undefined, after: Filed, names: PlanNames, lang: Lang): ComparedRow[] {
  return before ? comparePlans(before.plan, after.plan, names, lang, "public") : [];
}

/** Public pages are rendered by language after they were loaded. */
const inBoth = (of: (lang: Lang) => ComparedRow[]): Record<Lang, ComparedRow[]> => ({
  zh: of("zh"),
  en: of("en"),
});
