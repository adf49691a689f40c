import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DayPage } from "#app/features/reconciliation/day-page.tsx";
import { DaysPage } from "#app/features/reconciliation/days-page.tsx";
import { PublicReconciliationPage } from "#app/features/reconciliation/public-page.tsx";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { DAY, NEXT_MORNING } from "./statement-files.ts";

const sums = {
  rowCount: 3,
  matchedCount: 1,
  matchedFen: 10_000n,
  explainedCount: 1,
  explainedFen: 60n,
  openCount: 1,
  openFen: 500n,
};
const found = {
  id: "b1",
  kind: "bank-row-unexplained" as const,
  source: "bank-ccb",
  subjectKey: "row",
  amountFen: 500n,
  currency: "CNY",
  day: DAY,
  state: "open" as const,
  explanation: null,
  openedAt: NEXT_MORNING,
  resolvedAt: null,
};
const organization = { id: "o1", slug: "chengxi", name: "澄溪县慈善总会", nameEn: "Chengxi Charity" };
const reader = { organization, userName: "周", role: "clerk" as const, mayUpload: true, query: "" };
const open = { count: 1, fen: 500n };
const today = "2026-11-22";

const days = (answer: Parameters<typeof DaysPage>[0]["answer"]) => (
  <DaysPage
    data={{
      reader,
      days: [{ ...sums, day: DAY, breakCount: 1 }],
      older: null,
      open,
      breaks: [found],
      statements: [],
      today,
    }}
    answer={answer}
  />
);
const show = (page: React.ReactNode, lang: "zh" | "en" = "zh") =>
  renderToStaticMarkup(<I18nProvider lang={lang}>{page}</I18nProvider>);

test("the list of days says what is open, and takes a file without a script", () => {
  const html = show(days(undefined));
  expect(html).toContain("还有 1 笔没对上，共 ¥5.00。");
  expect(html).toMatch(/<form[^>]*method="post"[^>]*encType="multipart\/form-data"/i);
  expect(html).toContain("银行有，账上没有");
  expect(show(days(undefined), "en")).toContain("1 difference is open, ¥5.00 in all.");
});

test("a refused file is answered with its lines", () => {
  const html = show(
    days({ ok: false, status: 422, title: "没有收下", field: "file", errors: ["第 7 行：金额不能识别"] }),
  );
  expect(html).toContain('role="alert"');
  expect(html).toContain("第 7 行：金额不能识别");
});

test("a day shows three sums per statement, the four books and every difference", () => {
  const run = { ...sums, id: "r1", source: "bank-ccb", accountTail: "4417", finishedAt: NEXT_MORNING };
  const books = {
    orderCount: 1,
    orderFen: 10_000n,
    providerCount: 1,
    providerFen: 10_000n,
    bankCount: 1,
    bankFen: 9_940n,
    ledgerCount: 1,
    ledgerFen: 10_000n,
  };
  const html = show(<DayPage data={{ reader, day: DAY, runs: [run], books, breaks: [found], today }} />);
  for (const text of ["四方合计", "99.40", "尾号 4417", "查清来由"]) expect(html).toContain(text);
  expect(html).toContain('<data value="10000">100.00</data>');
  expect(html).not.toContain("style=");
});

test("the public page shows state and age, and where programs find the same", () => {
  const shown = { ...found, organization: "chengxi", ageDays: 1 };
  const html = show(
    <PublicReconciliationPage
      data={{
        organization,
        days: [{ ...sums, day: DAY, breakCount: 1 }],
        open,
        openBreaks: [shown],
        closings: [],
        funds: [],
        recentBreaks: [{ ...shown, id: "b2", state: "resolved" }],
        today,
        now: NEXT_MORNING,
      }}
    />,
  );
  expect(html).toContain("1 天");
  expect(html).toContain("已了结");
  expect(html).toContain("/api/v1/reconciliation-breaks?organization=chengxi");
});
