import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";

const site = inject("site");
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const FIELDS = {
  title: "村口的读报亭",
  titleEn: "A Reading Stand",
  beneficiaries: "岭下村和上坪村的老人，约 120 位",
  startsOn: "2026-01-01",
  endsOn: "2027-12-31",
  lead: "每天早上有人念报",
  story: "老人眼睛花了，**字要大**，也要有人念。",
  surplus: "用于本县其他助老项目",
};

it("leads a clerk from an empty form to a public page that a colleague released", {
  timeout: 120_000,
}, async () => {
  const address = await visit(browser, { role: "charity-clerk" }, async (page) => {
    await page.goto(`${site.url}/workspace/projects/new`);
    await page.locator('button[name="intent"][value="preview"]').waitFor();
    await page.locator('main form button[type="submit"]').first().click();
    // Nothing was filled in: the summary links to each field.
    await page.locator('a[href="#title"]').waitFor();
    for (const [name, value] of Object.entries(FIELDS)) await page.locator(`#${name}`).fill(value);
    await page.locator('input[name="isPublicCampaign"][value="no"]').check();
    for (const name of ["beneficiaryGroup", "category", "workingMode", "divisionCode"])
      await page.locator(`#${name}`).selectOption({ index: 1 });
    await page.locator('main form button[type="submit"]').first().click();
    await page.locator('button[value="ask"]').waitFor();
    const home = new URL(page.url()).pathname;

    await page.goto(`${site.url}${home}/budget`);
    await page.locator("#name-0").fill("大字报纸");
    await page.locator("#planned-0").fill("3600.50");
    await expectAccessible(page);
    await page.locator('main form button[type="submit"]').first().click();
    await page.waitForURL(/done=1/);
    await page.goto(`${site.url}${home}`);
    await page.locator('button[value="ask"]').click();
    await page.locator('button[value="return"]').waitFor();
    expect(await page.locator('button[value="release"]').count()).toBe(0);
    return home;
  });
  await visit(browser, { role: "charity-approver" }, async (page) => {
    await page.goto(`${site.url}${address}`);
    await page.locator('button[value="release"]').click();
    const link = page.locator('a[href^="/projects/a-reading-stand-"]');
    await link.waitFor();
    await link.click();
    await page.locator("h1", { hasText: "村口的读报亭" }).waitFor();
    expect(await page.locator(".rich strong").textContent()).toBe("字要大");
    await expectAccessible(page);
  });
});
