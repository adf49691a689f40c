import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { shanghaiDay } from "#app/lib/time.ts";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";
import { getJson, until } from "./api.ts";

const site = inject("site");
let browser: Browser;
let slug: string;

interface Project {
  slug: string;
  state: string;
  organization: { slug: string };
  acceptedProviders: string[];
}

/** Not of the guide's organization, whose books the guide shows. */
beforeAll(async () => {
  browser = await startBrowser();
  const api = `${site.url}/api/v1/projects`;
  const guide = await getJson<Project>(`${api}/${site.guide.project}`);
  const { data } = await getJson<{ data: Project[] }>(`${api}?limit=100`);
  const project = data.find(
    (one) =>
      one.state === "open" &&
      one.organization.slug !== guide.organization.slug &&
      ["alipay", "stripe"].every((provider) => one.acceptedProviders.includes(provider)),
  );
  if (!project) throw new Error("no open project takes Alipay and cards");
  slug = project.slug;
});
afterAll(() => browser?.close());

const pageOf = (page: Page) => page.waitForURL((url) => url.pathname.startsWith("/monthly/m"));

async function linkMailedTo(email: string): Promise<string> {
  const { mails } = await until(
    () => getJson<{ mails: { links: string[] }[] }>(`${site.sandboxUrl}/control/mails?to=${email}`),
    ({ mails }) => mails.some(({ links }) => links.some((link) => link.includes("/monthly/"))),
    20_000,
  );
  return mails.flatMap(({ links }) => links).find((link) => link.includes("/monthly/")) ?? "";
}

describe.each([
  { words: "with scripts", javaScript: true, provider: "alipay", button: "确认签约" },
  { words: "without scripts", javaScript: false, provider: "stripe", button: "确认支付" },
])("a monthly gift $words", ({ javaScript, provider, button }) => {
  it(`is signed (${provider}), deducted, changed and stopped by its mailed link`, async () => {
    const email = `monthly-${provider}@example.org`;
    await visit(browser, { width: 390, javaScript }, async (page) => {
      await page.goto(`${site.url}/projects/${slug}/donate`);
      expect(await page.locator("#day").isVisible()).toBe(false);
      await page.locator('main input[name="amount"][value="other"]').check();
      await page.locator("#other").fill("8.88");
      await page.locator('input[name="frequency"][value="monthly"]').check();
      expect(await page.locator("#day").isVisible()).toBe(true);
      await page.locator(`main input[name="provider"][value="${provider}"]`).check();
      await page.locator("#pay").click();
      await page.locator("#email-error").waitFor();
      if (javaScript) await expectAccessible(page);
      await page.locator("#email").fill(email);
      await Promise.all([
        page.waitForURL((url) => url.href.startsWith(site.sandboxUrl)),
        page.locator("#pay").click(),
      ]);
      await page.getByRole("button", { name: button }).click();
      await pageOf(page);
      await page.locator("h1", { hasText: "8.88" }).waitFor({ timeout: 15_000 });
    });
    // Another browser, days later: all it has is the letter.
    const link = await linkMailedTo(email);
    await visit(browser, { width: 1280, javaScript }, async (page) => {
      await page.goto(link);
      await pageOf(page);
      expect(page.url()).not.toContain("token");
      // On the 29th to the 31st the first day is still to come.
      if (Number(shanghaiDay(new Date()).slice(8)) <= 28)
        await page.locator("td", { hasText: "已扣款" }).waitFor({ timeout: 20_000 });
      if (javaScript) await expectAccessible(page);
      await page.locator("#amount").fill("6.66");
      await page.getByRole("button", { name: "保存" }).click();
      await page.locator(".flash", { hasText: "改好了" }).waitFor();
      expect(await page.locator("h1").textContent()).toContain("6.66");
      await page.getByRole("button", { name: /^跳过 / }).click();
      await page.locator(".flash", { hasText: "跳过了" }).waitFor();
      await page.getByText("取消月捐", { exact: true }).click();
      await page.getByRole("button", { name: "停止月捐" }).click();
      await page.locator("h1", { hasText: "月捐停止了" }).waitFor();
    });
    const stranger = await fetch(link.replace(/token=.*/, "token=00000000000000000000000000"));
    expect(stranger.status).toBe(404);
  });
});
