import type { MemberRole } from "./roles.ts";
import { WORKSPACE_ROLES } from "./roles.ts";

/** The rooms of the workspace in their order, by group. A room's words are its key in the namespace `workspace`. */
export const ROOM_GROUPS = [
  "today",
  "raising",
  "income",
  "spending",
  "books",
  "publishing",
  "sales",
  "house",
] as const;
export type RoomGroup = (typeof ROOM_GROUPS)[number];

const CHARITY = ["charity-clerk", "charity-approver"] as const satisfies readonly MemberRole[];
/** An enterprise that gives from its sales. */
const MERCHANT = ["merchant"] as const satisfies readonly MemberRole[];
/** A trustee pays out of its trusts and answers for what came in. */
const PAYING = ["charity-clerk", "charity-approver", "trustee"] as const satisfies readonly MemberRole[];

interface RoomSpec {
  group: RoomGroup;
  href: string;
  /** Its key in the namespace `workspace`. */
  key: string;
  /** Who may enter. */
  roles: readonly MemberRole[];
}

export const ROOMS = [
  // An enterprise's day begins with its sales.
  { group: "today", href: "/workspace", key: "today", roles: PAYING },
  { group: "raising", href: "/workspace/projects", key: "projects", roles: CHARITY },
  { group: "raising", href: "/workspace/filings", key: "filings", roles: CHARITY },
  { group: "raising", href: "/workspace/consumption", key: "consumption", roles: CHARITY },
  {
    group: "raising",
    href: "/workspace/consumption/statements",
    key: "consumptionStatements",
    roles: CHARITY,
  },
  { group: "raising", href: "/workspace/consumption/signals", key: "consumptionSignals", roles: CHARITY },
  { group: "raising", href: "/workspace/consumption/streets", key: "consumptionStreets", roles: CHARITY },
  { group: "raising", href: "/workspace/giving-days", key: "givingDays", roles: CHARITY },
  { group: "income", href: "/workspace/gifts", key: "gifts", roles: CHARITY },
  { group: "income", href: "/workspace/agreements", key: "agreements", roles: PAYING },
  { group: "income", href: "/workspace/receipts", key: "receipts", roles: CHARITY },
  { group: "income", href: "/workspace/refunds", key: "refunds", roles: PAYING },
  { group: "income", href: "/workspace/quarantine", key: "quarantine", roles: PAYING },
  { group: "income", href: "/workspace/enquiries", key: "enquiries", roles: PAYING },
  { group: "income", href: "/workspace/screening", key: "screening", roles: PAYING },
  { group: "income", href: "/workspace/receipts/trusts", key: "trustReceipts", roles: PAYING },
  { group: "spending", href: "/workspace/disbursements", key: "disbursements", roles: PAYING },
  { group: "spending", href: "/workspace/payment-batches", key: "paymentBatches", roles: PAYING },
  { group: "spending", href: "/workspace/aid", key: "aid", roles: CHARITY },
  { group: "spending", href: "/workspace/goods", key: "goods", roles: CHARITY },
  { group: "books", href: "/workspace/reconciliation", key: "reconciliation", roles: CHARITY },
  { group: "books", href: "/workspace/ratios", key: "ratios", roles: CHARITY },
  { group: "books", href: "/workspace/exports", key: "exports", roles: PAYING },
  { group: "publishing", href: "/workspace/disclosures", key: "disclosures", roles: PAYING },
  { group: "sales", href: "/workspace/sales", key: "sales", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/orders", key: "salesOrders", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/statements", key: "salesStatements", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/agreements", key: "salesAgreements", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/upload", key: "salesUpload", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/keys", key: "salesKeys", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/shops", key: "salesShops", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/report", key: "salesReport", roles: MERCHANT },
  { group: "sales", href: "/workspace/sales/webhooks", key: "webhooks", roles: MERCHANT },
  { group: "house", href: "/workspace/organization", key: "organization", roles: WORKSPACE_ROLES },
  { group: "house", href: "/workspace/members", key: "members", roles: WORKSPACE_ROLES },
  { group: "house", href: "/workspace/settings", key: "settings", roles: CHARITY },
  { group: "house", href: "/workspace/audit", key: "audit", roles: WORKSPACE_ROLES },
  { group: "house", href: "/workspace/work", key: "work", roles: WORKSPACE_ROLES },
] as const satisfies readonly RoomSpec[];
export type Room = (typeof ROOMS)[number];

export interface RoomsShown {
  /** Each leads to the first room in it that may be entered. */
  groups: { group: RoomGroup; href: string; isCurrent: boolean }[];
  /** Of the group that `path` is in; empty where there is but one. */
  rooms: { key: Room["key"]; href: string; isCurrent: boolean }[];
}

/** What somebody with these roles sees at `path`. */
export function roomsAt(path: string, roles: readonly string[]): RoomsShown {
  const open = ROOMS.filter((room) => (room.roles as readonly string[]).some((role) => roles.includes(role)));
  const here = open
    .filter(({ href }) => path === href || (href !== "/workspace" && path.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
  const beside = open.filter(({ group }) => group === here?.group);
  return {
    groups: ROOM_GROUPS.flatMap((group) => {
      const first = open.find((room) => room.group === group);
      return first ? [{ group, href: first.href, isCurrent: group === here?.group }] : [];
    }),
    rooms:
      beside.length > 1 ? beside.map(({ key, href }) => ({ key, href, isCurrent: href === here?.href })) : [],
  };
}
