import type { DemoSite } from "#tests/setup/start-demo.ts";
import { getJson, payGift, startGift, until } from "./api.ts";

export interface SitePage {
  name: string;
  path: string;
  status?: number;
  /** Ships scripts: the giving form. */
  hydrates?: true;
  /** Also looked at in large text. */
  large?: true;
  /** Of the same elements as another page here, at which axe looks. */
  alike?: boolean;
}

interface Page<Row> {
  data: Row[];
}

const KINDS = [
  ["projects", "/projects"],
  ["consumption-campaigns", "/consumption"],
  ["drives", "/drives"],
  ["trusts", "/trusts"],
] as const;

/** Every public page, with one record of each kind that the seed always has. */
export async function publicPages(site: DemoSite): Promise<SitePage[]> {
  const api = `${site.url}/api/v1`;
  const funds: SitePage[] = [];
  for (const [list, path] of KINDS) {
    const { data } = await getJson<Page<{ slug: string; state: string }>>(`${api}/${list}`);
    const slug = data.find(({ state }) => state === "open")?.slug ?? data[0]?.slug;
    const alike = path !== "/projects";
    funds.push({ name: `list ${path}`, path, alike }, { name: `a fund of ${path}`, path: `${path}/${slug}` });
    funds.push({ name: `gifts of ${path}`, path: `${path}/${slug}/gifts`, alike });
    funds.push({ name: `spending of ${path}`, path: `${path}/${slug}/spending`, alike });
  }
  const { data: payments } = await getJson<Page<{ id: string; state: string; organization: string }>>(
    `${api}/disbursements?limit=100`,
  );
  const payment = payments.find(({ state }) => state === "delivered") ?? payments[0];
  const { data: duties } = await getJson<Page<{ id: string; version: number }>>(
    `${api}/disclosures?organization=tonglu-charity&limit=100`,
  );
  const promises = await (await fetch(`${site.url}/merchants/yiwei-noodles`)).text();
  const statement = /\/consumption\/[^/"]+\/statements\/s[0-9a-z]{20}(?=")/.exec(promises)?.[0] ?? "";
  const agreement = /\/consumption\/[^/"]+\/agreements\/a[0-9a-z]{20}(?=")/.exec(promises)?.[0] ?? "";
  const { data: regions } = await getJson<Page<{ slug: string }>>(`${api}/regions`);
  const organization = payment?.organization;
  const gift = await startGift(site, { slug: site.guide.project, amountFen: 1 });
  await payGift(site, gift.payUrl);
  // A certificate is there as soon as the gift counts.
  const statusOf = () => getJson<{ status: string }>(`${api}/donations/${gift.id}`);
  await until(statusOf, ({ status }) => status !== "pending", 30_000);
  const waiting = await startGift(site, { slug: site.guide.project, amountFen: 2 });
  const transfer = await startGift(site, { slug: site.guide.project, amountFen: 3, provider: "offline" });
  const guide = `/projects/${site.guide.project}`;
  const promised = await (await fetch(`${site.url}/consumption/one-yuan-good/promises`)).text();
  const days = /\/consumption\/[^/"]+\/days\/a[0-9a-z]{20}/.exec(promised)?.[0] ?? "";
  const day = /\/days\/a[0-9a-z]{20}\/\d{4}-\d{2}-\d{2}(?=")/.exec(
    await (await fetch(`${site.url}${days}`)).text(),
  );
  return [
    { name: "home", path: "/", large: true },
    ...funds,
    { name: "the guide's project", path: guide, large: true },
    { name: "a project with promises", path: "/projects/hot-meals" },
    { name: "a search without results", path: "/projects?q=qqqqqq" },
    { name: "donate", path: `${guide}/donate`, hydrates: true, large: true },
    { name: "goods of a project", path: `${guide}/goods` },
    { name: "promised and paid", path: "/consumption/one-yuan-good/promises" },
    { name: "orders of a campaign", path: "/consumption/one-yuan-good/orders" },
    { name: "an enterprise's promises", path: "/merchants/yiwei-noodles" },
    { name: "an enterprise's agreement", path: agreement },
    { name: "an enterprise's statement", path: statement },
    { name: "streets", path: "/streets", alike: true },
    { name: "a street", path: "/streets/yingchun-south-road", large: true },
    { name: "an enterprise's days", path: days },
    { name: "a day's orders", path: `/consumption/one-yuan-good${day?.[0]}` },
    { name: "organizations", path: "/organizations" },
    { name: "an organization", path: `/organizations/${organization}` },
    { name: "credibility", path: `/organizations/${organization}/credibility` },
    { name: "yearly ratios", path: `/organizations/${organization}/ratios` },
    { name: "reconciliation", path: `/organizations/${organization}/reconciliation` },
    { name: "reconciliation of all", path: "/reconciliation" },
    { name: "regions", path: "/regions" },
    { name: "a region", path: `/regions/${regions[0]?.slug}` },
    { name: "ledger", path: "/ledger" },
    { name: "ledger accounts", path: "/ledger/accounts" },
    { name: "ledger health", path: "/ledger/health" },
    { name: "disclosures", path: "/disclosures" },
    { name: "rules of disclosure", path: "/disclosures/rules" },
    {
      name: "a corrected report",
      path: `/disclosures/${duties.find(({ version }) => version > 1)?.id}`,
      large: true,
    },
    { name: "a disbursement", path: `/disbursements/${payment?.id}` },
    { name: "a gift", path: `/donations/${gift.id}`, large: true },
    { name: "a certificate", path: `/donations/${gift.id}/certificate` },
    { name: "a gift's receipt", path: `/donations/${gift.id}/receipt?token=${gift.token}` },
    { name: "a gift by transfer", path: `/donations/${transfer.id}?token=${transfer.token}` },
    { name: "a gift's agreement", path: `/donations/${transfer.id}/agreement?token=${transfer.token}` },
    { name: "taking a gift back", path: `/donations/${gift.id}/take-back?token=${gift.token}` },
    { name: "asking a charity", path: `/enquiries/new?organization=${organization}` },
    { name: "a gift that waits", path: `/donations/${waiting.id}` },
    { name: "aid of a project", path: "/projects/good-homes" },
    { name: "asking for aid", path: "/projects/good-homes/apply", large: true },
    { name: "looking up an application", path: "/aid" },
    { name: "guide", path: "/guide" },
    { name: "developers", path: "/developers" },
    { name: "login", path: "/login", large: true },
    { name: "signup", path: "/signup" },
    { name: "reset", path: "/reset" },
    { name: "no such page", path: "/no-such-page", status: 404 },
    { name: "no such project", path: "/projects/no-such-project", status: 404 },
  ];
}

export interface PrivatePage {
  role: string;
  path: string;
  /** The first record that the list links to is looked at too. */
  first?: true;
}

/** Every page behind a sign-in that has an address of its own. */
export const PRIVATE_PAGES: readonly PrivatePage[] = [
  { role: "donor", path: "/account" },
  { role: "donor", path: "/account/statement" },
  { role: "donor", path: "/account/organizations/new" },
  { role: "charity-clerk", path: "/workspace" },
  { role: "charity-clerk", path: "/workspace/organization" },
  { role: "charity-approver", path: "/workspace/members" },
  { role: "charity-approver", path: "/workspace/audit" },
  { role: "charity-clerk", path: "/workspace/projects", first: true },
  { role: "charity-clerk", path: "/workspace/projects/new" },
  { role: "charity-clerk", path: "/workspace/disbursements", first: true },
  { role: "charity-clerk", path: "/workspace/disbursements/new" },
  { role: "charity-clerk", path: "/workspace/disbursements/rules" },
  { role: "charity-clerk", path: "/workspace/payment-batches", first: true },
  { role: "charity-clerk", path: "/workspace/aid", first: true },
  { role: "charity-clerk", path: "/workspace/aid/new" },
  { role: "charity-clerk", path: "/workspace/aid/lists" },
  { role: "charity-clerk", path: "/workspace/aid/batches" },
  { role: "charity-clerk", path: "/workspace/aid/stops" },
  { role: "charity-clerk", path: "/workspace/aid/consents" },
  { role: "charity-approver", path: "/workspace/aid/programmes" },
  { role: "bureau-officer", path: "/supervision/aid" },
  { role: "bureau-officer", path: "/supervision/signals", first: true },
  { role: "charity-clerk", path: "/workspace/reconciliation", first: true },
  { role: "charity-clerk", path: "/workspace/reconciliation/breaks" },
  { role: "charity-clerk", path: "/workspace/reconciliation/close" },
  { role: "charity-clerk", path: "/workspace/reconciliation/suggestions" },
  { role: "charity-clerk", path: "/workspace/reconciliation/funds" },
  { role: "charity-clerk", path: "/workspace/gifts" },
  { role: "charity-clerk", path: "/workspace/gifts/new" },
  { role: "charity-clerk", path: "/workspace/gifts/file" },
  { role: "charity-clerk", path: "/workspace/agreements" },
  { role: "charity-clerk", path: "/workspace/receipts", first: true },
  { role: "charity-clerk", path: "/workspace/receipts/certificates" },
  { role: "trustee", path: "/workspace/receipts/trusts" },
  { role: "charity-clerk", path: "/workspace/refunds" },
  { role: "charity-clerk", path: "/workspace/enquiries", first: true },
  { role: "charity-clerk", path: "/workspace/quarantine" },
  { role: "charity-clerk", path: "/workspace/screening", first: true },
  { role: "charity-clerk", path: "/workspace/consumption/signals", first: true },
  { role: "charity-clerk", path: "/workspace/disclosures", first: true },
  { role: "charity-clerk", path: "/workspace/disclosures/calendar" },
  { role: "charity-clerk", path: "/workspace/disclosures/events" },
  { role: "charity-clerk", path: "/workspace/disclosures/people" },
  { role: "charity-clerk", path: "/workspace/settings" },
  { role: "charity-clerk", path: "/workspace/filings", first: true },
  { role: "charity-clerk", path: "/workspace/filings/new" },
  { role: "charity-clerk", path: "/workspace/giving-days" },
  { role: "charity-clerk", path: "/workspace/consumption/streets", first: true },
  { role: "merchant", path: "/workspace/sales/shops", first: true },
  { role: "charity-clerk", path: "/workspace/consumption", first: true },
  { role: "charity-clerk", path: "/workspace/consumption/new" },
  { role: "merchant", path: "/workspace/sales/agreements", first: true },
  { role: "merchant", path: "/workspace/sales/statements" },
  { role: "charity-clerk", path: "/workspace/consumption/statements" },
  { role: "merchant", path: "/workspace/sales/keys" },
  { role: "merchant", path: "/workspace/sales/upload" },
  { role: "merchant", path: "/workspace/sales/webhooks" },
  { role: "merchant", path: "/workspace/sales" },
  { role: "merchant", path: "/workspace/sales/orders" },
  { role: "merchant", path: "/workspace/sales/report" },
  { role: "charity-clerk", path: "/workspace/work" },
  { role: "charity-clerk", path: "/workspace/goods", first: true },
  { role: "charity-clerk", path: "/workspace/goods/new" },
  { role: "charity-clerk", path: "/workspace/exports" },
  { role: "charity-clerk", path: "/workspace/ratios" },
  { role: "charity-clerk", path: "/workspace/ratios/costs" },
  { role: "charity-clerk", path: "/workspace/ratios/costs/new" },
  { role: "charity-clerk", path: "/workspace/ratios/books" },
  { role: "charity-approver", path: "/workspace/settings/alipay" },
  { role: "trustee", path: "/workspace" },
  { role: "merchant", path: "/till" },
  { role: "merchant", path: "/till/return" },
  { role: "operator", path: "/operations" },
  { role: "operator", path: "/operations/screening" },
  { role: "bureau-officer", path: "/supervision" },
  { role: "bureau-officer", path: "/supervision/organizations" },
  { role: "bureau-officer", path: "/supervision/duties" },
  { role: "bureau-officer", path: "/supervision/audit" },
];
