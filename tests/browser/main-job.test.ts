import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { expectAccessible, signIn, startBrowser, userOf, visit } from "#tests/setup/browser.ts";
import { type Gift, getJson, giftOf, postJson, until } from "./api.ts";

const site = inject("site");
const api = `${site.url}/api/v1`;
const slug = site.guide.project;
const PURPOSE = "高凉亭村棉鞋一批";
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

interface Fund {
  organization: { slug: string };
  fund: Record<
    | "raisedFen"
    | "otherInFen"
    | "availableFen"
    | "heldFen"
    | "committedFen"
    | "disbursedFen"
    | "deliveredFen"
    | "feesFen"
    | "refundedFen"
    | "otherOutFen"
    | "unsettledFen",
    number
  >;
}

interface Trace {
  amountFen: number;
  feesFen: number;
  refundedFen: number;
  coveredFen: number;
  unusedFen: number;
  uses: {
    disbursementId: string;
    amountFen: number;
    deliveredFen: number;
    purpose: string;
    evidence: number;
  }[];
}

const fundOf = () => getJson<Fund>(`${api}/projects/${slug}`);
const traceOf = (id: string) => getJson<Trace>(`${api}/donations/${id}/trace`);

function expectFundEquation({ fund }: Fund): void {
  const inFen = fund.raisedFen + fund.otherInFen;
  const outFen = fund.disbursedFen + fund.feesFen + fund.refundedFen + fund.otherOutFen;
  expect(inFen - outFen).toBe(fund.availableFen + fund.heldFen + fund.committedFen);
}

function expectTraceIdentity(trace: Trace): void {
  const usedFen = trace.uses.reduce((sum, use) => sum + use.amountFen, 0);
  expect(trace.amountFen).toBe(
    trace.feesFen + trace.refundedFen - trace.coveredFen + usedFen + trace.unusedFen,
  );
}

/** Through the form and the payment company's page. */
async function give(yuan: string, provider: "alipay" | "stripe"): Promise<string> {
  return visit(browser, {}, async (page) => {
    await page.goto(`${site.url}/projects/${slug}/donate`);
    await page.locator('main input[name="amount"][value="other"]').check();
    await page.locator("#other").fill(yuan);
    await page.locator(`main input[name="provider"][value="${provider}"]`).check();
    await page.locator("#pay").click();
    await page.getByRole("button", { name: "确认支付" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/donations/"));
    await page.locator(".steps li", { hasText: "已付款" }).waitFor({ timeout: 15_000 });
    return /\/donations\/(d[0-9a-z]{20})/.exec(page.url())?.[1] ?? "";
  });
}

const settle = () => postJson(`${site.sandboxUrl}/control/settle`, {});

const settled = (id: string): Promise<Gift> =>
  until(
    () => giftOf(site, id),
    ({ status }) => status === "settled",
    30_000,
  );

/** Presses the button that sends the form with this hidden intent, and waits for the page that answers. */
async function send(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL((url) => url.searchParams.has("done"));
  await page.waitForLoadState();
  expect(await page.locator(".flash").textContent()).toContain("办好了");
}

it("carries gifts from the form to confirmed delivery, every fen in sight", {
  timeout: 240_000,
}, async () => {
  const card = await give("36.50", "stripe");
  const gift = await give("88.88", "alipay");

  // The provider's day closes: within seconds the statement is fetched and matched.
  await settle();
  expect((await settled(gift)).status).toBe("settled");
  expect((await settled(card)).status).toBe("settled");
  const { fund, organization } = await fundOf();
  expect(fund.unsettledFen).toBe(0);
  const waiting = await getJson<{ data: { state: string; target: { slug: string }; amountFen: number }[] }>(
    `${api}/disbursements?organization=${organization.slug}&kind=project&slug=${slug}`,
  );
  const keptFen = waiting.data
    .filter(({ state }) => state === "proposed")
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  // Everything that is there: the queue before this gift is used first.
  const amountFen = fund.availableFen;
  const amount = `${Math.floor(amountFen / 100)}.${String(amountFen % 100).padStart(2, "0")}`;
  expect(keptFen).toBeLessThanOrEqual(amountFen);

  const path = await propose(gift, amount);
  const id = path.split("/").at(-1) ?? "";
  await expectProposerCannotApprove(path, id);
  await approve(path);
  const bankReference = await payFromTheBank(path, amountFen, organization.slug);
  await deliver(path, amount);

  await expectGiftShowsItsUse(gift, id);
  await expectDisbursementShowsTheGift(gift, id);
  expectFundEquation(await fundOf());
  await settle();
  await expectReconciled(organization.slug, gift, bankReference);
});

async function propose(gift: string, amount: string): Promise<string> {
  return visit(browser, { role: "charity-clerk", width: 390 }, async (page) => {
    await page.goto(`${site.url}/workspace/disbursements/new?fund=${gift.slice(1, 9)}`);
    await page.locator('input[name="purposeCode"]').first().check();
    await page.locator("#amount").fill("1.234");
    await page.locator("#purpose").fill(PURPOSE);
    await page.getByRole("button", { name: "提出，请人复核" }).click();
    // Mistakes are named beside their fields, and nothing typed is lost.
    await page.locator("#amount-error").waitFor();
    await page.waitForLoadState();
    expect(await page.locator("#purpose").inputValue()).toBe(PURPOSE);
    await expectAccessible(page);
    await page.locator("#amount").fill(amount);
    await page.locator("#payee").fill("何记鞋店");
    await page.locator("#people").fill("12");
    await page.locator("#personTimes").fill("12");
    await send(page, "提出，请人复核");
    return new URL(page.url()).pathname;
  });
}

async function expectProposerCannotApprove(path: string, id: string): Promise<void> {
  await visit(browser, { role: "charity-clerk" }, async (page, context) => {
    await page.goto(site.url + path);
    expect(await page.locator("main").textContent()).toContain("等另一个人复核");
    expect(await page.locator('input[name="decision"]').count()).toBe(0);
    // Nor by sending the form that the page does not show.
    const answer = await context.request.post(site.url + path, {
      headers: { origin: site.url },
      form: { intent: "decide", decision: "approve" },
    });
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toContain("没有办成");
  });
  const key = site.apiKeys.find(({ role }) => role === "charity-clerk")?.key ?? "";
  const answer = await fetch(`${api}/disbursements/${id}/approve`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: "{}",
  });
  expect(answer.status).toBe(403);
}

async function approve(path: string): Promise<void> {
  await visit(browser, { role: "charity-approver" }, async (page) => {
    // It is the newest thing that waits for the approver.
    await page.goto(`${site.url}/workspace`);
    await page.locator(`a[href^="${path}"]`).first().click();
    await page.locator('input[name="decision"][value="approve"]').check();
    await send(page, "提交决定");
    expect(await page.locator(".head").textContent()).toContain("批了，还没付");
  });
}

async function payFromTheBank(path: string, amountFen: number, merchant: string): Promise<string> {
  const { bankReference } = await postJson<{ bankReference: string }>(
    `${site.sandboxUrl}/control/bank-payment`,
    { merchant, amountFen, payee: "何记鞋店", reference: PURPOSE },
  );
  await visit(browser, { role: "charity-clerk" }, async (page) => {
    await page.goto(site.url + path);
    await page.locator("#bankReference").fill(bankReference);
    await attach(page, "回单.png", "bank-slip", false);
    await page.getByRole("button", { name: /^登记，已付/ }).click();
    await page.waitForURL((url) => url.searchParams.has("done"));
    expect(await page.locator(".head").textContent()).toContain("付了，等送达确认");
  });
  return bankReference;
}

async function attach(page: Page, name: string, kind: string, isPublic: boolean): Promise<void> {
  const form = page.locator("form", { has: page.locator('input[name="files"]') }).first();
  await form
    .locator('input[name="files"]')
    .setInputFiles({ name, mimeType: "image/png", buffer: onePixel(name) });
  await form.locator('select[name="kind"]').selectOption(kind);
  if (isPublic) await form.locator('input[name="isPublic"]').check();
}

/** A PNG of one pixel; different names give different bytes. */
function onePixel(name: string): Buffer {
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  return Buffer.concat([Buffer.from(png, "base64"), Buffer.from(name)]);
}

async function deliver(path: string, amount: string): Promise<void> {
  await visit(browser, { role: "charity-clerk" }, async (page) => {
    await page.goto(site.url + path);
    await page.locator("#evidence summary").click();
    await attach(page, "签收.png", "photo", true);
    await send(page, "附上");
    await page.locator("#people").fill("12");
    await page.locator("#personTimes").fill("12");
    await page.locator("#delivered").fill(amount);
    await page.locator("#proofId").selectOption({ index: 0 });
    await send(page, "确认送达");
    expect(await page.locator(".head").textContent()).toContain("全部送达");
    await expectAccessible(page);
  });
}

async function expectGiftShowsItsUse(gift: string, id: string): Promise<void> {
  const trace = await until(
    () => traceOf(gift),
    ({ uses }) => uses.some((use) => use.disbursementId === id && use.deliveredFen === use.amountFen),
    30_000,
  );
  expectTraceIdentity(trace);
  expect(trace).toMatchObject({ amountFen: 8888, refundedFen: 0, coveredFen: 0, unusedFen: 0 });
  expect(trace.uses).toMatchObject([{ disbursementId: id, purpose: PURPOSE, evidence: 2 }]);
  await visit(browser, { width: 390 }, async (page) => {
    await page.goto(`${site.url}/donations/${gift}`);
    expect(await page.locator("h1").textContent()).toContain("全部用出去了");
    expect(await page.locator(`main a[href^="/disbursements/${id}"]`).count()).toBeGreaterThan(0);
    expect(await page.locator("main").textContent()).toContain(PURPOSE);
    await expectAccessible(page);
  });
}

async function expectDisbursementShowsTheGift(gift: string, id: string): Promise<void> {
  await visit(browser, {}, async (page) => {
    await page.goto(`${site.url}/disbursements/${id}`);
    expect(await page.locator("h1").textContent()).toContain("都已确认送达");
    expect(await page.locator(`main a[href="/donations/${gift}"]`).count()).toBe(1);
    const words = await page.locator("main").textContent();
    expect(words, "the payee is never public").not.toContain("何记鞋店");
    expect(words).toContain("签收.png");
    expect(words).not.toContain("回单.png");
    // The public file can be fetched by anybody.
    const file = await page.locator('main a[href*="/evidence/"]').first().getAttribute("href");
    expect((await fetch(site.url + String(file))).headers.get("content-type")).toBe("image/png");
    await expectAccessible(page);
  });
}

/** The number under which the provider knows the gift's payment: the newest order of this gift's amount. */
async function paymentOf(gift: string): Promise<string> {
  const { amountFen } = await giftOf(site, gift);
  const { orders } = await getJson<{ orders: { paymentId: string; amountFen: number; status: string }[] }>(
    `${site.sandboxUrl}/control/orders`,
  );
  const order = orders.find((one) => one.amountFen === amountFen && one.status.startsWith("TRADE_"));
  if (!order) throw new Error(`the sandbox knows no order of ${amountFen} fen`);
  return order.paymentId;
}

interface Run {
  source: string;
  day: string;
  state: string;
  openFen: number;
}

async function expectReconciled(organization: string, gift: string, bankReference: string): Promise<void> {
  const payment = await until(
    () =>
      getJson<{ data: { id: string; bankMatchedAt: string | null }[] }>(
        `${api}/disbursements?organization=${organization}&kind=project&slug=${slug}`,
      ),
    ({ data }) => data[0]?.bankMatchedAt !== null,
    30_000,
  );
  expect(payment.data[0]?.bankMatchedAt).not.toBeNull();
  const runs = await getJson<{ data: Run[] }>(`${api}/reconciliation-runs?organization=${organization}`);
  const run = runs.data.find(({ source }) => source === "alipay-signcustomer");
  expect(run).toMatchObject({ state: "finished", openFen: 0 });
  await visit(browser, {}, async (page) => {
    await signIn(page, site, userOf("charity-clerk"));
    await page.goto(`${site.url}/workspace/reconciliation/${run?.day}/${run?.source}`);
    const row = page.locator("main tr", { hasText: await paymentOf(gift) });
    expect(await row.filter({ hasText: "88.88" }).count()).toBe(1);
    await expectAccessible(page);
    const bank = runs.data.find(({ source }) => source.startsWith("bank"));
    await page.goto(`${site.url}/workspace/reconciliation/${bank?.day}/${bank?.source}`);
    expect(await page.locator("main").textContent()).toContain(bankReference);
    await page.goto(`${site.url}/organizations/${organization}/reconciliation`);
    expect(await page.locator("main").textContent()).toContain(String(run?.day));
    await page.goto(`${site.url}/ledger/health`);
    expect(await page.locator("h1").textContent()).toContain("全部通过");
  });
}
