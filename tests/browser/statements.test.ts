import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectAccessible, startBrowser, visit, widths } from "#tests/setup/browser.ts";

const site = inject("site");
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** A bank's list that nobody has explained, of no registered account: it is looked at and never taken. */
const LIST = [
  "某村镇银行 账户明细",
  "账号:6200000000000001",
  "交易日期,交易时刻,借贷标志,金额,余额,对方户名,附言,交易流水号",
  "2026-08-01,09:00:00,1,100.00,1100.00,王某,捐款,N0000001",
  "2026-08-01,09:05:00,2,30.50,1069.50,某超市,米和油,N0000002",
  "",
].join("\r\n");

test("without a script: an unknown list is asked about and previewed", async () => {
  await visit(browser, { width: 390, javaScript: false, role: "charity-clerk" }, async (page) => {
    await page.goto(`${site.url}/workspace/reconciliation`);
    const file = { name: "村镇银行.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) };
    await page.locator('input[type="file"]').setInputFiles(file);
    await Promise.all([
      page.waitForURL(/reconciliation\/mapping/),
      page.locator('form[enctype] button[type="submit"]').click(),
    ]);
    expect(await page.locator("#column3").inputValue()).toBe("amount");
    expect(await page.locator("#inWords").inputValue()).toBe("1");
    expect(await page.locator("#preview").textContent()).toContain("每一行的余额都接得上");
    await page.locator("#inWords").fill("2");
    await page.locator("#outWords").fill("1");
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      page.locator('button[value="preview"]').click(),
    ]);
    await page.waitForLoadState();
    expect(await page.locator("#preview").textContent()).toContain("余额接不上");
  });
});

test.each(widths)("at %d: no barrier on the page that asks about columns", async (width) => {
  await visit(browser, { width, role: "charity-clerk" }, async (page) => {
    await page.goto(`${site.url}/workspace/reconciliation`);
    const file = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) };
    await page.locator('input[type="file"]').setInputFiles(file);
    await Promise.all([
      page.waitForURL(/reconciliation\/mapping/),
      page.locator('form[enctype] button[type="submit"]').click(),
    ]);
    await expectAccessible(page);
  });
});
