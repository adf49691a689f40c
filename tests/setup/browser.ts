import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";
import { requireProgram } from "#scripts/services/packages.ts";
import type { DemoSite } from "./start-demo.ts";

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

export interface VisitOptions {
  width?: number;
  javaScript?: boolean;
  language?: "zh-CN" | "en-GB";
  /** A phone, as the site tells it apart: by the browser's own name. */
  phone?: boolean;
  role?: string;
}

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

/**
 * Gives a fresh visitor (no cookies, or signed in as `role`) and takes it away afterwards. An error in the
 * page's scripts or on its console fails, except what the browser itself says about an answer of 4xx.
 */
export async function visit<T>(
  browser: Browser,
  options: VisitOptions,
  use: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const visitor = await arrive(browser, options);
  try {
    if (options.role) await signIn(visitor.page, inject("site"), userOf(options.role));
    const result = await use(visitor.page, visitor.context);
    visitor.expectNoErrors();
    return result;
  } finally {
    await visitor.context.close();
  }
}

export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Fails for what went wrong in the page since the last time this was asked. */
  expectNoErrors(): void;
}

/** A visitor who stays, for a test that looks at many pages: a new window for each costs more than the page. */
export async function arrive(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const { width = options.phone ? 390 : 1280, javaScript = true, language = "zh-CN" } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    locale: language,
    ...(options.phone ? { userAgent: PHONE, hasTouch: true, isMobile: true } : {}),
  });
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(error.error().message));
  context.on("console", (message) => {
    const isStatus = /the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !isStatus) errors.push(`${message.text()} (${message.page()?.url()})`);
  });
  const page = await context.newPage();
  const expectNoErrors = () => expect(errors.splice(0), "errors in the page").toEqual([]);
  return { page, context, expectNoErrors };
}

/** Fails with a readable list when axe finds a barrier (WCAG 2.2 A and AA), or the page scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // There are no frames: axe need not open a second page to gather them.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    // What passes is not described: that would take longer than finding it.
    .options({ runOnly: tags, resultTypes: ["violations"] })
    .analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
  expect(found, `barriers on ${page.url()}`).toEqual([]);
  await expectNoSidewaysScroll(page);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

export function userOf(role: string): DemoSite["users"][number] {
  const user = inject("site").users.find((one) => one.role === role);
  if (!user) throw new Error(`demo.json names nobody with the role ${role}`);
  return user;
}

/** Signs in through the form, as a person does. */
export async function signIn(
  page: Page,
  site: { url: string },
  user: { email: string; password: string },
): Promise<void> {
  await page.goto(`${site.url}/login`);
  await page.locator("#email").fill(user.email);
  await page.locator("#password").fill(user.password);
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith("/login")),
    page.locator('main form button[type="submit"]').first().click(),
  ]);
}
