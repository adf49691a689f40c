import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { checkFunds } from "#app/features/reconciliation/check-funds.server.ts";
import { FundCheckPage } from "#app/features/reconciliation/fund-check-page.tsx";
import { FundsPage } from "#app/features/reconciliation/funds-page.tsx";
import { loadFundCheck, loadFunds } from "#app/features/reconciliation/load-funds.server.ts";
import { loadPublicReconciliation } from "#app/features/reconciliation/load-pages.server.ts";
import { loadSuggestions } from "#app/features/reconciliation/load-suggestions.server.ts";
import { PublicReconciliationPage } from "#app/features/reconciliation/public-page.tsx";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import type { ReconciliationReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { SuggestionsPage } from "#app/features/reconciliation/suggestions-page.tsx";
import { db } from "#app/lib/db.server.ts";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { action } from "#app/routes/workspace_.reconciliation.suggestions.tsx";
import { makePaidOut, makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import { requestOf } from "#tests/factories/people.ts";
import { at, type BankLine, bankFile, type Charity, makeCharity, NEXT_MORNING } from "./statement-files.ts";

type Place = Charity & Spenders;
const LATER = new Date(Date.now() + 3_600_000);
const PATH = "/workspace/reconciliation";

async function makePlace(lines: (id: string) => readonly BankLine[]): Promise<Place & { id: string }> {
  const charity = await makeCharity();
  const place = { ...charity, ...(await makeSpenders(charity, 1_000_000n, at("08:00:00"))) };
  const id = await makePaidOut(place, { amountFen: 30_000n, reference: "1-0001", paidAt: at("10:00:00") });
  await makePaidOut(place, {
    amountFen: 7_000n,
    reference: "slip",
    payee: "澄溪书店",
    paidAt: at("10:00:00"),
  });
  const { organizationId } = place;
  const bytes = bankFile(place, lines(id));
  const file = { organizationId, source: "bank-ccb" as const, account: null, fileName: "file", bytes };
  await importStatement({ ...file, origin: "upload", userId: null, now: NEXT_MORNING });
  await reconcileOrganization(organizationId, NEXT_MORNING);
  return { ...place, id };
}

async function readerOf(place: Place): Promise<ReconciliationReader> {
  const [row] = await db.rows<{ slug: string }>("select slug from organization where id = $1", [
    place.organizationId,
  ]);
  const organization = {
    id: place.organizationId,
    slug: row?.slug ?? "",
    name: "澄溪县慈善总会",
    nameEn: "Chengxi",
  };
  return { userId: place.clerkId, userName: "周", organization, role: "clerk", mayUpload: true, query: "" };
}

const show = (page: React.ReactNode, lang: "zh" | "en" = "zh") =>
  renderToStaticMarkup(<I18nProvider lang={lang}>{page}</I18nProvider>);
const form = (fields: [string, string][]) => {
  const body = new URLSearchParams(fields);
  return { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } };
};

test("a person ticks and confirms without a script, and reads what came of it", async () => {
  const place = await makePlace(() => [
    { id: "1-0001", amountFen: -30_000n, name: "澄溪粮油店" },
    { id: "1-0002", amountFen: -7_000n, name: "某书商", note: "教辅" },
  ]);
  const reader = await readerOf(place);
  const url = (query = "") => new URL(`https://x.test${PATH}/suggestions${query}`);
  const data = await loadSuggestions(reader, url());
  const html = show(<SuggestionsPage data={data} problem={null} />);
  expect(html).toContain("有 1 组可能是同一笔");
  expect(html).toContain("某书商");
  expect(html).toContain("澄溪书店");
  const id = data.suggestions[0]?.id ?? "";
  expect(html).toContain(`value="${id}"`);
  expect(show(<SuggestionsPage data={data} problem="nothing" />, "en")).toContain("Nothing is ticked yet");

  const post = async (fields: [string, string][]) =>
    action({
      request: await requestOf(place.clerkId, `${PATH}/suggestions`, form(fields)),
      params: {},
      context: {},
    });
  expect(await post([["intent", "confirm"]])).toMatchObject({
    data: { problem: "nothing" },
    init: { status: 422 },
  });
  const answer = await post([
    ["intent", "confirm"],
    ["suggestion", id],
  ]).catch((thrown: unknown) => thrown);
  expect(answer).toBeInstanceOf(Response);
  const to = (answer as Response).headers.get("location") ?? "";
  expect(to).toBe(`${PATH}/suggestions?confirmed=1`);
  const after = await loadSuggestions(reader, new URL(`https://x.test${to}`));
  const done = show(<SuggestionsPage data={after} problem={null} />);
  expect(done).toContain("确认了 1 组");
  expect(done).toContain("没有要您判断的");
});

test("an officer looks and decides nothing", async () => {
  const place = await makePlace(() => [{ id: "1-0002", amountFen: -7_000n, name: "某书商" }]);
  const reader = { ...(await readerOf(place)), role: "officer" as const, mayUpload: false };
  const data = await loadSuggestions(reader, new URL(`https://x.test${PATH}/suggestions`));
  const html = show(<SuggestionsPage data={data} problem={null} />);
  expect(html).not.toContain("checkbox");
  expect(html).not.toContain("<button");
});

test("a fund's page shows the four books side by side and each payment with its bank row", async () => {
  const place = await makePlace((id) => [
    { id: "1-0001", amountFen: -30_000n, name: "澄溪粮油店" },
    { id: "1-0003", amountFen: 2_000n, note: `退回 ${id}` },
  ]);
  await traceFund(place.fundId, LATER);
  await checkFunds(LATER);
  const reader = await readerOf(place);
  const list = show(<FundsPage data={await loadFunds(reader)} />);
  expect(list).toContain("1 个项目的支出，银行、账本和去向都对得上");
  const url = new URL(`https://x.test${PATH}/funds/${place.fundId}`);
  const data = await loadFundCheck(reader, place.fundId, url, LATER);
  expect(data.check).toMatchObject({
    paidFen: 37_000n,
    bankFen: 30_000n,
    waitingFen: 7_000n,
    bankBackFen: 2_000n,
  });
  const html = show(<FundCheckPage data={data} />);
  expect(html).toContain("付出去的每一分，银行都对得上");
  // 净支出 in each of the four columns.
  expect(html.split("350.00").length - 1).toBeGreaterThanOrEqual(4);
  expect(html).toContain(`${PATH}/2026-11-21/bank-ccb`);
  expect(data.payments.find(({ id }) => id === place.id)?.rows.map(({ amountFen }) => amountFen)).toEqual([
    -30_000n,
    2_000n,
  ]);
  expect(show(<FundCheckPage data={data} />, "en")).toContain("every fen paid out agrees with the bank");
  const open = show(
    <PublicReconciliationPage data={await loadPublicReconciliation(reader.organization.slug, LATER)} />,
  );
  expect(open).toContain("1 个项目的付款和银行、账本、捐款去向全部对得上");
  expect(open).toContain("/projects/");
  expect(open).not.toContain("粮油店");
  const other = await readerOf(await makePlace(() => [{ id: "9-9", amountFen: -1n }]));
  await expect(loadFundCheck(other, place.fundId, url, LATER)).rejects.toMatchObject({ status: 404 });
});
