import type { PublicFund } from "#app/features/funds/queries.server.ts";
import { env } from "#app/lib/env.server.ts";
import { ruleText } from "../rules/rule-text.ts";
import { type AgreementRow, listAgreementRows } from "./agreement-rows.server.ts";
import { merchantHref } from "./hrefs.ts";
import { accruedFen, type PromiseSums, sumPromises } from "./promise-sums.ts";

/** What a campaign's record holds beside its fund's; the shape is `campaignRecordSchema`. */
export async function campaignPart(fund: Pick<PublicFund, "id">, now: Date) {
  const rows = await listAgreementRows({ fundId: fund.id }, now);
  return {
    promised: { ...sumsPart(sumPromises(rows.map(({ sums }) => sums))), asOf: now },
    merchants: rows.map(merchantPart),
  };
}

function merchantPart(row: AgreementRow) {
  return {
    agreementId: row.id,
    slug: row.merchantSlug,
    name: row.merchantName,
    nameEn: row.merchantNameEn,
    state: row.standing,
    giver: row.terms.giver,
    rule: ruleText(row.terms, "zh"),
    ruleEn: ruleText(row.terms, "en"),
    from: row.confirmedFrom,
    to: row.confirmedTo,
    promised: sumsPart(row.sums),
    url: `${env().PUBLIC_URL}${merchantHref(row.merchantSlug)}`,
  };
}

function sumsPart(sums: PromiseSums) {
  const { orderCount, promisedFen, statedFen, dueFen, paidFen, overdueFen } = sums;
  return { orderCount, accruedFen: accruedFen(sums), promisedFen, statedFen, dueFen, paidFen, overdueFen };
}
