import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  buildCredibilityReport,
  buildCredibilityReports,
} from "#app/features/credibility/build-report.server.ts";
import type { GovernanceInput } from "#app/features/credibility/governance.ts";
import { type ReportBody, recomputeReport } from "#app/features/credibility/score.ts";
import {
  disclosureTaskId,
  planDisclosureTasks,
} from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { db, prisma } from "#app/lib/db.server.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";

const TODAY = "2026-11-22";
const evidence = {
  id: "board",
  title: "理事会会议记录",
  source: "registrar",
  observedOn: "2026-03-01",
} as const;
const GOVERNANCE: GovernanceInput = {
  boardMeetingsPerYear: { value: 3, evidence },
  relatedDirectorsShare: { value: { related: 2, directors: 9 }, evidence },
  auditOpinion: { value: "standard", evidence: { ...evidence, id: "audit", source: "auditor" } },
  yearBooks: [
    {
      value: {
        year: 2025,
        totalIncomeFen: 5_000_000,
        totalExpenseFen: 4_000_000,
        adminExpenseFen: 200_000,
        fundraisingCostFen: 1_000,
        filedFundraisingCostFen: 5_000,
      },
      evidence: { ...evidence, id: "books", source: "auditor", href: "/evidence/books" },
    },
  ],
};

async function makeCharity(): Promise<SpendingPlace> {
  const place = await makeSpendingPlace();
  await db.run(
    `update organization set governance = $2, registered_on = '2001-05-01', tax_status_from = '2025-01-01',
       assessment_grade = '4A', assessment_valid_to = '2028-12-31' where id = $1`,
    [place.organizationId, JSON.stringify(GOVERNANCE)],
  );
  await makePaidGift(place, 100_000n);
  await planDisclosureTasks(place.organizationId, TODAY);
  return place;
}

async function publish(place: SpendingPlace, kind: "annual-report" | "related-parties"): Promise<void> {
  const taskId = disclosureTaskId(place.organizationId, { fundId: null, kind, period: "2025" });
  const result = await publishDisclosure({
    taskId,
    organizationId: place.organizationId,
    userId: place.clerkId,
    body: "【全文】\n见附件。",
    bodyEn: "",
    requiredFields: 6,
    filledFields: 3,
    now: new Date("2026-06-15T02:00:00Z"),
  });
  expect(result.ok).toBe(true);
}

async function newest(organizationId: string) {
  return prisma.credibilityReport.findFirstOrThrow({
    where: { organizationId },
    orderBy: { version: "desc" },
    include: { snapshot: true },
  });
}

describe("buildCredibilityReport", () => {
  it("computes a report whose stored bytes follow from the stored snapshot", async () => {
    const place = await makeCharity();
    await publish(place, "annual-report");
    expect(await buildCredibilityReport(place.organizationId, NOW)).toEqual({
      ok: true,
      version: 1,
      isNew: true,
    });
    const report = await newest(place.organizationId);
    expect(recomputeReport(report.snapshot.inputs)).toBe(report.body);
    expect(createHash("sha256").update(report.snapshot.inputs).digest("hex")).toBe(report.snapshot.sha256);
    expect(createHash("sha256").update(report.body).digest("hex")).toBe(report.sha256);
    const body: ReportBody = JSON.parse(report.body);
    const values = Object.fromEntries(
      body.dimensions.flatMap(({ indicators }) =>
        indicators.map((one) => [one.code, one.status === "scored" ? one.valueE4 : one.status]),
      ),
    );
    expect(values).toMatchInlineSnapshot(`
      {
        "admin": 10000,
        "audit": 10000,
        "completeness": 5000,
        "corrections": "not-applicable",
        "filing": 10000,
        "fundraising": 10000,
        "governance": 4000,
        "idle": 10000,
        "milestones": "no-data",
        "punctuality": 952,
        "purpose": "not-applicable",
        "rating": "no-data",
        "receipts": "no-data",
        "reconciliation": "no-data",
        "registration": 9750,
        "response": "no-data",
        "spending": 0,
        "tracing": "not-applicable",
      }
    `);
    expect(body.coverageE4).toBeGreaterThan(0);
  });

  it("writes nothing new while the facts are the same, and the next version when one changes", async () => {
    const place = await makeCharity();
    await publish(place, "annual-report");
    await buildCredibilityReport(place.organizationId, NOW);
    const later = new Date(NOW.getTime() + 3_600_000);
    expect(await buildCredibilityReport(place.organizationId, later)).toEqual({
      ok: true,
      version: 1,
      isNew: false,
    });
    await publish(place, "related-parties");
    expect(await buildCredibilityReport(place.organizationId, later)).toEqual({
      ok: true,
      version: 2,
      isNew: true,
    });
    expect(await prisma.credibilitySnapshot.count()).toBe(2);
  });

  it("makes one version when called many times at once", async () => {
    const place = await makeCharity();
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map(() => buildCredibilityReport(place.organizationId, NOW)),
    );
    expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1);
    expect(await prisma.credibilityReport.count()).toBe(1);
  });

  it("caps a charity whose annual report is missing", async () => {
    const place = await makeCharity();
    await buildCredibilityReport(place.organizationId, NOW);
    const body: ReportBody = JSON.parse((await newest(place.organizationId)).body);
    expect(body.caps.map((cap) => cap.code)).toEqual(["annual-report-missing"]);
    expect(body.scoreE2 ?? 0).toBeLessThanOrEqual(6_900);
  });

  it("keeps payees, donors and free text out of the snapshot", async () => {
    const place = await makeCharity();
    await db.run("update donation set donor_name = '王小明', email = 'w@example.org', message = '加油'");
    await buildCredibilityReport(place.organizationId, NOW);
    const { snapshot } = await newest(place.organizationId);
    expect(snapshot.inputs).not.toMatch(/王小明|example\.org|加油/);
  });

  it("refuses what is no charity and reads malformed governance facts as none", async () => {
    expect(await buildCredibilityReport("o-nobody", NOW)).toEqual({ ok: false, reason: "no-charity" });
    const { organizationId } = await makeOrganization();
    await db.run("update organization set governance = '{\"auditOpinion\": 7}' where id = $1", [
      organizationId,
    ]);
    expect(await buildCredibilityReport(organizationId, NOW)).toMatchObject({ ok: true, isNew: true });
    expect(await newest(organizationId)).toMatchObject({ band: "insufficient", scoreE2: null });
  });

  it("keeps reports from change, also from us", async () => {
    const { organizationId } = await makeOrganization();
    await buildCredibilityReport(organizationId, NOW);
    await expect(db.run("update credibility_report set score_e2 = 10000")).rejects.toThrow(
      /permission denied/,
    );
    await expect(db.run("update credibility_snapshot set inputs = ''")).rejects.toThrow(/permission denied/);
  });
});

describe("buildCredibilityReports", () => {
  it("builds every charity once, and a second run only what changed", async () => {
    await makeOrganization();
    const { organizationId } = await makeOrganization();
    expect(await buildCredibilityReports(NOW)).toEqual({ charities: 2, built: 2 });
    await db.run("update organization set tax_status_from = '2020-01-01' where id = $1", [organizationId]);
    expect(await buildCredibilityReports(NOW)).toEqual({ charities: 2, built: 1 });
    expect(await buildCredibilityReports(NOW)).toEqual({ charities: 2, built: 0 });
  });
});
