import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";
import { giftOf } from "./api.ts";

const site = inject("site");
const form = `${site.url}/projects/${site.guide.project}/donate`;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

it.each([true, false])(
  "a gift by bank transfer says what to write on it (scripts: %s)",
  async (javaScript) => {
    await visit(browser, { width: 390, javaScript }, async (page) => {
      await page.goto(form);
      await page.locator('main input[name="amount"][value="5000"]').check();
      await page.locator('main input[name="provider"][value="offline"]').check();
      await page.locator("#pay").click();
      await page.waitForURL((url) => url.pathname.startsWith("/donations/"));
      expect(await page.locator("h1").textContent()).toContain("¥50.00");
      expect(await page.locator(".reference").textContent()).toMatch(/^MS [A-Z0-9]{4} [A-Z0-9]{4}$/);
      expect(page.url()).not.toContain("token=");
      if (javaScript) await expectAccessible(page);
      const stranger = await (await fetch(page.url())).text();
      expect(stranger).toContain("等转账到账");
      expect(stranger).not.toMatch(/MS [A-Z0-9]{4} [A-Z0-9]{4}/);
    });
  },
);

it("a code is shown at a desk, scanned and paid, and the page changes by itself", async () => {
  await visit(browser, {}, async (page) => {
    await page.goto(form);
    await page.locator('main input[name="amount"][value="1000"]').check();
    await page.locator('main input[name="provider"][value="alipay-qr"]').check();
    await page.locator("#pay").click();
    await page.waitForURL((url) => url.pathname.startsWith("/donations/"));
    await page.locator("svg.qr").waitFor();
    const scanned = await page.locator(".scan a").getAttribute("href");
    await fetch(`${site.sandboxUrl}/control/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ payUrl: scanned, outcome: "paid" }),
    });
    await page.locator(".steps li", { hasText: "已付款" }).waitFor({ timeout: 20_000 });
    const id = /\/donations\/(d[0-9a-z]{20})/.exec(page.url())?.[1] ?? "";
    expect((await giftOf(site, id)).status).toBe("paid");
  });
});

it("cash recorded by a clerk is counted by another person, without scripts", async () => {
  const receipt = `浏览器 ${Date.now()}`;
  await visit(browser, { javaScript: false, role: "charity-clerk" }, async (page) => {
    await page.goto(`${site.url}/workspace/gifts/new`);
    await page.locator("#fund").selectOption({ index: 1 });
    await page.locator("#amount").fill("12.34");
    await page.locator("#receiptNo").fill(receipt);
    await page.locator("#submit").click();
    await page.locator(".flash").waitFor();
    expect(await page.locator("main").textContent()).toContain(receipt);
  });
  await visit(browser, { javaScript: false, role: "charity-approver" }, async (page) => {
    await page.goto(`${site.url}/workspace/gifts`);
    await page.locator("label", { hasText: receipt }).locator("input").check();
    await page.locator('button[value="count"]').click();
    await page.locator(".flash").waitFor();
    expect(await page.locator(".flash").textContent()).toContain("入账了");
  });
});
