import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { arrive, expectAccessible, signIn, startBrowser, userOf, visit } from "#tests/setup/browser.ts";

const site = inject("site");
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** The till of the first shop and campaign that the demo's enterprise has. */
async function openTill(page: Page): Promise<void> {
  await page.goto(`${site.url}/till`);
  while (page.url().includes("/till/setup")) {
    await page.locator('main input[type="radio"]').first().check();
    await page.locator('main button[type="submit"].btn').click();
    await page.waitForLoadState();
  }
  await page.locator("#amount").waitFor();
}

const soldToday = async (page: Page): Promise<number> =>
  Number(await page.locator("#today-orders").textContent());

it("takes orders while offline, keeps them over a reload, and sends each once", async () => {
  const { page, context } = await arrive(browser, { width: 390 });
  const faults: string[] = [];
  context.on("weberror", (error) => faults.push(error.error().message));
  try {
    await signIn(page, site, userOf("merchant"));
    await openTill(page);
    const before = await soldToday(page);
    // The page is put by for when there is no net.
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => Boolean(await caches.match("/till")));
    await context.setOffline(true);
    for (const price of ["6.00", "8.50"]) {
      await page.locator("#amount").fill(price);
      expect(await page.locator("#till-gift").textContent()).toMatch(/本单捐 \d/);
      await page.locator("#till-form .rec").click();
      await page.locator("#till-done", { hasText: `¥${price}` }).waitFor();
    }
    expect(await page.locator("#till-done").textContent()).toContain("先存在手机里");
    await page.locator("#till-waiting", { hasText: "未发送 2 单" }).waitFor();
    await expectAccessible(page);
    await page.reload();
    await page.locator("#till-waiting", { hasText: "未发送 2 单" }).waitFor();
    await context.setOffline(false);
    await page.locator("#till-waiting").waitFor({ state: "hidden" });
    await page.waitForFunction(
      (count) => document.getElementById("today-orders")?.textContent === String(count),
      before + 2,
    );
    await page.reload();
    expect(await soldToday(page)).toBe(before + 2);
    await page.goto(`${site.url}/till/today`);
    await expectAccessible(page);
    await page.locator("main tbody a").first().click();
    await page.locator("svg.qr").waitFor();
    await expectAccessible(page);
    const record = await page.locator(".big-qr").getAttribute("href");
    expect(record).toContain("/consumption/orders/");
    const shopper = await page.goto(String(record));
    expect(shopper?.headers()["cache-control"]).toBe("no-store");
    expect(await page.locator("h1").textContent()).toContain("捐出");
    expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
    await expectAccessible(page);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
});

it("works without scripts: an order, its undoing, and what was booked", async () => {
  await visit(browser, { width: 390, javaScript: false, role: "merchant" }, async (page) => {
    await openTill(page);
    const before = await soldToday(page);
    await page.locator("#amount").fill("12.3.4");
    await page.locator("#till-form .rec").click();
    await page.locator("#till-error").waitFor();
    expect(await page.locator("#amount").inputValue()).toBe("12.3.4");
    await page.locator("#amount").fill("12.30");
    await page.locator("#till-form .rec").click();
    await page.locator("#till-booked", { hasText: "¥12.30" }).waitFor();
    expect(await soldToday(page)).toBe(before + 1);
    await page.locator("#till-booked .linklike").click();
    await page.locator(".flash", { hasText: "退货记好了" }).waitFor();
  });
});
