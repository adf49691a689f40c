import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";
import { getJson } from "./api.ts";

const site = inject("site");
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const now = (page: Page) => page.locator('ol.guide > li[aria-current="step"]');
const stepNumber = async (page: Page) =>
  Number(/\d/.exec((await now(page).locator(".guide-no").textContent()) ?? "")?.[0]);

/** The guide shows this step as the one to do; it looks again by itself. The page is there to its end. */
async function reach(page: Page, step: number): Promise<void> {
  if (new URL(page.url()).pathname !== "/guide") await page.goto(`${site.url}/guide`);
  await page.locator(`ol.guide > li:nth-child(${step})[aria-current="step"]`).waitFor({ timeout: 30_000 });
  await page.waitForLoadState();
  expect(await stepNumber(page)).toBe(step);
}

/** Every step has one button to press, and a line on what to look at. */
async function press(page: Page): Promise<void> {
  const button = now(page).locator(".btn:not(.quiet)");
  expect(await button.count()).toBe(1);
  await button.click();
}

it.each([
  { width: 1280, javaScript: true },
  { width: 390, javaScript: false },
])("walks from one's own gift to its use by its buttons alone: %o", { timeout: 180_000 }, async (options) => {
  await visit(browser, options, async (page) => {
    await page.goto(site.url);
    await page.locator('aside.demo a[href="/guide"]').click();
    await reach(page, 1);
    expect(await page.locator("ol.guide > li").count()).toBe(7);
    await now(page).locator('input[name="amount"]').fill("25.80");
    await press(page);

    // The real form, with everything filled in.
    await page.waitForURL((url) => url.pathname.endsWith("/donate"));
    expect(await page.locator("#other").inputValue()).toBe("25.80");
    await page.locator("#pay").click();
    await page.getByRole("button", { name: "确认支付" }).waitFor();
    await reach(page, 2);
    await press(page);
    await page.getByRole("button", { name: "确认支付" }).click();
    await page.locator(".steps li", { hasText: "已付款" }).waitFor({ timeout: 15_000 });
    const gift = new URL(page.url()).pathname;

    await reach(page, 3);
    await press(page);
    await page.waitForURL((url) => url.pathname === gift);
    expect(await page.locator("h1").textContent()).toContain("25.80");

    await reach(page, 4);
    await press(page);
    await reach(page, 5);
    if (options.javaScript) await expectAccessible(page);
    // A visitor before us may have paid the waiting proposal: then the clerk is asked for another one.
    if (/请会计/.test((await now(page).locator(".btn").first().textContent()) ?? "")) {
      await press(page);
      await reach(page, 5);
    }
    await press(page);
    await page.waitForURL((url) => url.pathname.startsWith("/workspace/disbursements/"));
    await page.locator('input[name="decision"][value="approve"]').check();
    await page.getByRole("button", { name: "提交决定" }).click();
    await page.waitForURL((url) => url.searchParams.has("done"));

    await reach(page, 6);
    await press(page);
    await now(page).getByText("送达").first().waitFor();
    await reach(page, 6);
    await press(page);
    await page.locator("ol.guide > li:nth-child(7).done").waitFor({ timeout: 30_000 });
    const end = page.locator("ol.guide > li:nth-child(7)");
    expect(await end.textContent()).toContain("25.80");
    if (options.javaScript) await expectAccessible(page);
    await end.locator(".btn").click();
    await page.waitForURL((url) => url.pathname === gift);
    expect(await page.locator('main a[href^="/disbursements/"]').count()).toBeGreaterThan(0);
    // Numbers so small that they could be recognized are never public.
    for (const path of [gift, `/projects/${site.guide.project}`]) {
      await page.goto(site.url + path);
      expect(await page.locator("main").textContent(), path).not.toMatch(/(?<![\d,.])[1-4] 人/);
    }
    const trace = await getJson<{ uses: { deliveredFen: number }[] }>(`${site.url}/api/v1${gift}/trace`);
    expect(trace.uses.some(({ deliveredFen }) => deliveredFen > 0)).toBe(true);
  });
});
