import { findFund, type PublicFund } from "#app/features/funds/queries.server.ts";
import { CSV_BOM, csvRecord } from "#app/lib/csv.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { ruleText } from "../rules/rule-text.ts";
import { type AgreementRow, listAgreementRows, type NamedPlace } from "./agreement-rows.server.ts";
import { merchantHref } from "./hrefs.ts";
import { filterPromises, type PromiseFilters, promiseFiltersOf } from "./promise-filters.ts";
import { accruedFen } from "./promise-sums.ts";
import { standingSince } from "./standing.ts";

const PAGE_SIZE = 50;

/** A published campaign by its slug; throws a 404 response where there is none. */
export async function campaignOr404(slug: string | undefined): Promise<PublicFund> {
  const fund = slug === undefined ? null : await findFund("consumption", slug);
  if (!fund) throw new Response(null, { status: 404 });
  return fund;
}

/** The table promised against paid of one campaign, for the query in its address. */
export async function loadPromises(slug: string | undefined, query: URLSearchParams, now: Date) {
  const fund = await campaignOr404(slug);
  const all = await listAgreementRows({ fundId: fund.id }, now);
  const filters = promiseFiltersOf(query);
  const found = filterPromises(all, filters);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1));
  return {
    fund,
    filters,
    streets: streetsIn(all),
    allCount: all.length,
    overdueCount: all.filter(({ sums }) => sums.overdueFen > 0n).length,
    found: found.length,
    foundSums: found.map(({ sums }) => sums),
    rows: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    page,
    pages,
    asOf: now,
  };
}
export type PromisesData = Awaited<ReturnType<typeof loadPromises>>;

function streetsIn(rows: readonly AgreementRow[]): NamedPlace[] {
  const bySlug = new Map(rows.flatMap(({ streets }) => streets.map((street) => [street.slug, street])));
  return [...bySlug.values()].sort((a, b) => a.name.localeCompare(b.name, "zh-Hans-CN"));
}

/** The same table as CSV, amounts in yuan: `/consumption/:slug/promises.csv`. */
export async function promisesCsv(
  slug: string | undefined,
  query: URLSearchParams,
  lang: Lang,
  now: Date,
): Promise<{ fileName: string; text: string }> {
  const fund = await campaignOr404(slug);
  const filters: PromiseFilters = promiseFiltersOf(query);
  const rows = filterPromises(await listAgreementRows({ fundId: fund.id }, now), filters);
  const t = translator(lang)("promises");
  const head = [
    ...[t("merchant"), t("streets"), t("rule"), t("badge"), t("since"), t("csvAgreement"), t("orders")],
    ...[t("accruedYuan"), t("promisedYuan"), t("statedYuan"), t("paidYuan"), t("overdueYuan"), t("csvPage")],
  ];
  const records = rows.map((row) =>
    csvRecord([
      lang === "en" && row.merchantNameEn !== "" ? row.merchantNameEn : row.merchantName,
      row.streets.map(({ name, nameEn }) => (lang === "en" && nameEn !== "" ? nameEn : name)).join(" "),
      ruleText(row.terms, lang),
      t(`standing_${row.standing}`),
      standingSince(row, row.standing),
      row.id,
      row.sums.orderCount.toString(),
      fenToYuan(accruedFen(row.sums)),
      fenToYuan(row.sums.promisedFen),
      fenToYuan(row.sums.statedFen),
      fenToYuan(row.sums.paidFen),
      fenToYuan(row.sums.overdueFen),
      `${env().PUBLIC_URL}${merchantHref(row.merchantSlug)}`,
    ]),
  );
  return { fileName: `promises-${fund.slug}.csv`, text: [CSV_BOM, csvRecord(head), ...records].join("") };
}
