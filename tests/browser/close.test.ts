import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";

const site = inject("site");
/** The last day that the seed closed; nothing that other tests do falls on it. */
const DAY = addDays(shanghaiDay(new Date()), -2);
const URL_OF_DAY = `${site.url}/workspace/reconciliation/close/${DAY}`;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

async function send(page: Page, intent: string): Promise<void> {
  await Promise.all([
    page.waitForURL((url) => url.searchParams.has("done")),
    page.locator(`form:has(input[name="intent"][value="${intent}"]) button[type="submit"]`).click(),
  ]);
  expect(await page.locator(".flash").textContent()).not.toBe("");
}

it("a day is opened again, signed by the clerk and closed by the approver", { timeout: 60_000 }, async () => {
  await visit(browser, { role: "charity-approver", javaScript: false }, async (page) => {
    await page.goto(URL_OF_DAY);
    expect(await page.locator("h1").textContent()).toContain("已经关账");
    await page.locator("#note").fill("银行补了一行");
    await send(page, "reopen");
  });
  await visit(browser, { role: "charity-clerk", javaScript: false }, async (page) => {
    await page.goto(URL_OF_DAY);
    await send(page, "sign");
    // Whoever signed may not close.
    expect(await page.locator('input[name="intent"]').count()).toBe(0);
  });
  await visit(browser, { role: "charity-approver" }, async (page) => {
    await page.goto(URL_OF_DAY);
    await send(page, "close");
    expect(await page.locator("h1").textContent()).toContain("已经关账");
    await expectAccessible(page);
    await page.locator('a[href^="/workspace/reconciliation/breaks"]').first().click();
    await page.locator("table.brk tbody a").first().click();
    await page.locator(".rod").waitFor();
    await expectAccessible(page);
  });
});
