import { randomUUID } from "node:crypto";
import { draftFiling } from "#app/features/funds/filings/draft-filing.server.ts";
import type { VersionKind } from "#app/features/funds/filings/filing-state.ts";
import { PLAN_CHECKS } from "#app/features/funds/filings/plan-checks.ts";
import { releaseFiling } from "#app/features/funds/filings/release-filing.server.ts";
import type { Typed } from "#app/features/funds/filings/schema.ts";
import { submitFiling } from "#app/features/funds/filings/submit-filing.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { makeFund, makeOrganization, NOW } from "./books.ts";
import { makeMember } from "./people.ts";

export const TODAY = shanghaiDay(NOW);
/** A real code that passes the check (see domain.md, section 8). */
export const USCC = "51330122MJ90000067";

export interface FilingPlace {
  organizationId: string;
  fundId: string;
  slug: string;
  clerk: string;
  approver: string;
  bankAccountId: string;
}

/** A charity with a code, two people, its own account and one project that was never filed. */
export async function makeFilingPlace(uscc: string | null = USCC): Promise<FilingPlace> {
  const { organizationId } = await makeOrganization();
  await db.run("update organization set uscc = $2 where id = $1", [organizationId, uscc]);
  const slug = `f-${organizationId}`;
  const fundId = await makeFund(organizationId, { slug });
  await db.run("update fund set filing_no = null, filing_from = null, filing_to = null where id = $1", [
    fundId,
  ]);
  const bankAccountId = randomUUID();
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at, created_at)
     values ($1, $2, 'CCB', '演示慈善会', $3, $4, $4)`,
    [bankAccountId, organizationId, bankAccountId.replace(/\D/g, "").padEnd(18, "7").slice(0, 18), NOW],
  );
  return {
    organizationId,
    fundId,
    slug,
    bankAccountId,
    clerk: await makeMember(organizationId, "charity-clerk"),
    approver: await makeMember(organizationId, "charity-approver"),
  };
}

/** The form as a clerk fills it: complete, from in eleven days for a year. */
export function typedFiling(place: FilingPlace, over: Typed = {}): Typed {
  return {
    name: "一餐热饭",
    purpose: "让独居老人每天吃上一顿热饭",
    use: "食材、送餐员误工补贴、保温箱",
    supportedProjects: "一餐热饭",
    startsOn: addDays(TODAY, 11),
    endsOn: addDays(TODAY, 375),
    region: "online",
    away: "no",
    method_online: "yes",
    responsibleName: "李爱群",
    isResponsibleFullTime: "yes",
    officeAddress: "桐庐县迎春南路 1 号",
    bankAccountId: place.bankAccountId,
    beneficiaryScope: "12 个村 80 岁以上独居老人",
    beneficiaryNumber: "约 412 人",
    beneficiaryMethod: "村里报名，镇里核对，公示七天",
    target: "600,000",
    directAid: "食材和餐盒 55 万元",
    staffPay: "送餐员误工补贴 4 万元",
    administration: "不从善款中列支",
    fundraisingCost: "渠道手续费约 3000 元",
    surplus: "用于本县其他助老项目",
    cooperative: "no",
    filledOn: TODAY,
    [`fund_${place.fundId}`]: "yes",
    ...over,
  };
}

export const acting = (place: FilingPlace, userId: string, filingId: string, now = NOW) => ({
  filingId,
  organizationId: place.organizationId,
  userId,
  now,
});

export const drafted = (
  place: FilingPlace,
  filingId: string,
  over: { typed?: Typed; kind?: VersionKind; userId?: string; now?: Date } = {},
) =>
  draftFiling({
    ...acting(place, over.userId ?? place.clerk, filingId, over.now ?? NOW),
    kind: over.kind ?? "plan",
    typed: over.typed ?? typedFiling(place),
  });

/** Takes a drafted version through the second person and to the department. */
export async function handedIn(place: FilingPlace, filingId: string, submittedOn = TODAY, now = NOW) {
  const released = await releaseFiling({
    ...acting(place, place.approver, filingId, now),
    judged: PLAN_CHECKS,
  });
  if (!released.ok) throw new Error(JSON.stringify(released));
  const submitted = await submitFiling({ ...acting(place, place.clerk, filingId, now), submittedOn });
  if (!submitted.ok) throw new Error(JSON.stringify(submitted));
}
