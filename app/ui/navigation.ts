import type { KeyOf } from "#app/lib/i18n.ts";

type Place = { key: KeyOf<"frame"> & string; href: string };

/** The header, in the order shown; the words are in the `frame` dictionaries. */
export const NAVIGATION = [
  { key: "projects", href: "/projects" },
  { key: "consumption", href: "/consumption" },
  { key: "drives", href: "/drives" },
  { key: "trusts", href: "/trusts" },
  { key: "ledger", href: "/ledger" },
  { key: "verify", href: "/reconciliation" },
] as const satisfies readonly Place[];

export const FOOT_LINKS = [
  { key: "footOrganizations", href: "/organizations" },
  { key: "footLedger", href: "/ledger" },
  { key: "footHealth", href: "/ledger/health" },
  { key: "footReconciliation", href: "/reconciliation" },
] as const satisfies readonly Place[];

/** Which item of the header an address belongs to. */
export function currentNav(path: string): string | undefined {
  return NAVIGATION.find((item) => path === item.href || path.startsWith(`${item.href}/`))?.key;
}
