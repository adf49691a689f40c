import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { requireProgram } from "#scripts/services/packages.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The two widths every page is looked at with: a phone and a desk. */
export const widths = [390, 1280] as const;

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: requireProgram("chromium"), headless: true, args: flags });
}

/** Gives a fresh visitor (no cookies) and takes it away afterwards; an error in the page's own scripts fails. */
export async function visit<T>(
  browser: Browser,
  options: { width?: number; javaScript?: boolean; language?: string },
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const { width = 1280, javaScript = true, language = "zh-CN" } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    locale: language,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("Content Security Policy"))
      errors.push(message.text());
  });
  try {
    const result = await use(page, context);
    expect(errors, "errors in the page").toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

/** Fails with a readable list when axe finds a barrier (WCAG 2.2 A and AA), or the page scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
  expect(found, `barriers on ${page.url()}`).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Signs in through the form, as a person does. */
export async function signIn(
  page: Page,
  site: { url: string },
  user: { email: string; password: string },
): Promise<void> {
  await page.goto(`${site.url}/login`);
  await page.locator('main input[name="email"]').fill(user.email);
  await page.locator('main input[name="password"]').fill(user.password);
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith("/login")),
    page.locator('main form button[type="submit"]').first().click(),
  ]);
}
