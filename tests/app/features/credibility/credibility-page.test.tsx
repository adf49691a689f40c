import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { buildCredibilityReport } from "#app/features/credibility/build-report.server.ts";
import { CredibilityPage } from "#app/features/credibility/credibility-page.tsx";
import type { GovernanceInput } from "#app/features/credibility/governance.ts";
import { loadReport, reportJson } from "#app/features/credibility/load-report.server.ts";
import { credibilityReportSchema } from "#app/features/credibility/openapi.ts";
import { recomputeReport } from "#app/features/credibility/score.ts";
import {
  disclosureTaskId,
  planDisclosureTasks,
} from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { db } from "#app/lib/db.server.ts";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { jsonText } from "#app/lib/json-answer.server.ts";
import { loader as snapshotLoader } from "#app/routes/organizations.$slug_.credibility_.$version.snapshot[.]json.ts";
import { NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";

const sha256 = `${"4f1c".padEnd(60, "0")}90ae`;
const evidence = {
  id: "board",
  title: "理事会会议纪要",
  titleEn: "Minutes",
  source: "registrar",
  observedOn: "2026-03-01",
  sha256,
  href: "/evidence/board",
} as const;
const GOVERNANCE: GovernanceInput = {
  boardMeetingsPerYear: { value: 3, evidence },
  relatedDirectorsShare: { value: { related: 2, directors: 9 }, evidence },
  conflictPolicy: { value: true, evidence: { ...evidence, id: "policy", source: "self" } },
  auditOpinion: {
    value: "standard",
    evidence: { ...evidence, id: "audit", source: "auditor", title: "审计报告" },
  },
  yearBooks: [
    {
      value: {
        year: 2025,
        totalIncomeFen: 5_000_000,
        totalExpenseFen: 400_000_000,
        adminExpenseFen: 58_000_000,
        fundraisingCostFen: 1_000,
        filedFundraisingCostFen: 5_000,
      },
      evidence: { ...evidence, id: "books", source: "auditor", title: "2025 年度报告" },
    },
  ],
};

async function publish(place: SpendingPlace, kind: "annual-report" | "related-parties", at: string) {
  const taskId = disclosureTaskId(place.organizationId, { fundId: null, kind, period: "2025" });
  const { organizationId, clerkId: userId } = place;
  const text = { body: "【关联方清单】\n没有变化。", bodyEn: "", requiredFields: 6, filledFields: 5 };
  await publishDisclosure({ taskId, organizationId, userId, ...text, now: new Date(at) });
}

/** A charity with two reports: the second one after its annual report was published. */
async function makeReported(): Promise<SpendingPlace> {
  const place = await makeSpendingPlace();
  const { organizationId, fundId } = place;
  await db.run(
    `update organization set slug = 'demo', governance = $2, registered_on = '2001-05-01',
       tax_status_from = '2025-01-01', assessment_grade = '4A', assessment_valid_to = '2028-12-31' where id = $1`,
    [organizationId, JSON.stringify(GOVERNANCE)],
  );
  await db.run(
    "update fund set starts_on = '2026-03-01', ends_on = '2027-02-28', filed_on = '2026-02-10' where id = $1",
    [fundId],
  );
  await makePaidGift(place, 100_000n);
  await planDisclosureTasks(organizationId, "2026-11-22");
  await db.run(
    `insert into reconciliation_run (id, organization_id, source, account, day, state, matched_fen, started_at, finished_at)
     values (gen_random_uuid(), $1, 'bank-ccb', 'x', '2026-11-20', 'finished', 1000000, $2, $2)`,
    [organizationId, NOW],
  );
  await publish(place, "related-parties", "2026-06-15T02:00:00Z");
  await buildCredibilityReport(organizationId, new Date("2026-11-21T02:00:00Z"));
  await publish(place, "annual-report", "2026-11-21T03:00:00Z");
  await buildCredibilityReport(organizationId, NOW);
  return place;
}

async function pageIn(lang: "zh" | "en"): Promise<string> {
  const data = await loadReport("demo", NOW);
  return renderToStaticMarkup(
    <I18nProvider lang={lang}>
      <CredibilityPage {...data} />
    </I18nProvider>,
  );
}

describe("the credibility page", () => {
  it("shows the score, six aspects, every indicator's working and links to evidence, in both languages", async () => {
    await makeReported();
    const { view } = await loadReport("demo", NOW);
    const score = ((view?.report.body.scoreE2 ?? 0) / 100).toFixed(2);
    for (const lang of ["zh", "en"] as const) {
      const html = await pageIn(lang);
      expect(html).toContain(`<b>${score}</b>`);
      for (const { code, indicators } of view?.report.body.dimensions ?? []) {
        expect(html).toContain(`id="${code}"`);
        for (const indicator of indicators) expect(html).toContain(`id="${code}-${indicator.code}"`);
      }
      expect(html).toContain('href="/evidence/board"');
      expect(html).toMatch(/href="\/disclosures\/[0-9a-f-]{36}"/);
      expect(html).toContain('href="/organizations/demo/credibility/2/snapshot.json"');
      expect(html).not.toMatch(/style="|undefined|NaN|\[object/);
    }
    expect(await pageIn("zh")).toContain("这不是官方评级");
    expect(await pageIn("zh")).toContain("迟 15 天");
  });

  it("says what changed since the report before", async () => {
    await makeReported();
    const { view } = await loadReport("demo", NOW);
    expect(view?.changes.map((change) => change.code)).toContain("disclosure");
    expect(view?.previous?.version).toBe(1);
    expect(view?.appealUntil).toBe("2026-12-07");
  });

  it("gives the same report as JSON, and the snapshot from which anyone gets its bytes", async () => {
    await makeReported();
    const { view } = await loadReport("demo", NOW);
    if (!view) throw new Error("no report");
    const json = reportJson(view);
    expect(json).toMatchObject({ version: 2, methodVersion: "2026-1", previous: { version: 1 } });
    expect(credibilityReportSchema.safeParse(JSON.parse(jsonText(json))).error).toBeUndefined();
    const answer = await snapshotLoader({
      params: { slug: "demo", version: "2" },
      request: new Request("http://127.0.0.1/"),
      context: {},
    });
    const [stored] = await db.rows<{ body: string }>("select body from credibility_report where version = 2");
    expect(recomputeReport(await answer.text())).toBe(stored?.body);
    expect(answer.headers.get("etag")).toBe(`"${json.snapshot.sha256}"`);
  });

  it("says so while there is no report, and knows no other organizations", async () => {
    const place = await makeSpendingPlace();
    await db.run("update organization set slug = 'demo' where id = $1", [place.organizationId]);
    expect(await pageIn("zh")).toContain("还没有报告");
    await expect(loadReport("nobody", NOW)).rejects.toMatchObject({ status: 404 });
  });
});
