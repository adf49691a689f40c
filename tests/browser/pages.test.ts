import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  arrive,
  expectAccessible,
  expectNoSidewaysScroll,
  signIn,
  startBrowser,
  userOf,
  type Visitor,
  visit,
} from "#tests/setup/browser.ts";
import { PRIVATE_PAGES, publicPages, type SitePage } from "./site-map.ts";

const site = inject("site");
let browser: Browser;
let pages: Map<string, SitePage>;

beforeAll(async () => {
  browser = await startBrowser();
  pages = new Map((await publicPages(site)).map((page) => [page.name, page]));
});
afterAll(() => browser?.close());

/** Words that only a program would show. */
const LEAKS = /\{\{|\}\}|\[object |undefined|\bNaN\b|Invalid Date|\bnull\b/;

/** A key that no dictionary knew stands in the page as it is: `stepUsedNote`, `kind_project`, `funds.lead`. */
async function expectFinishedWords(page: Page): Promise<void> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent || parent.closest("script, style, code, .code, pre, textarea")) continue;
      const text = walker.currentNode.textContent?.trim();
      if (text) found.push(text);
    }
    return found;
  });
  const keys = texts.filter((text) =>
    /^(?:[a-z]+(?:[A-Z][a-z]+)+|[a-zA-Z]+_[a-zA-Z_-]+|[a-z]+\.[a-z][A-Za-z_]+)$/.test(text),
  );
  expect(keys, `untranslated keys on ${page.url()}`).toEqual([]);
  expect(
    texts.filter((text) => LEAKS.test(text)),
    `unfinished words on ${page.url()}`,
  ).toEqual([]);
}

async function expectSoundPage(page: Page): Promise<void> {
  expect(await page.locator("h1").count(), `h1 on ${page.url()}`).toBe(1);
  expect((await page.locator("h1").textContent())?.trim()).not.toBe("");
  expect(await page.title()).toMatch(/\S.*·.*\S/);
  await expectFinishedWords(page);
}

/**
 * Both widths of one loaded page: nothing scrolls sideways, in either language. The layout is the style sheet's
 * alone and the elements are the same, so axe, which is dear, looks at each page once: in Chinese, on a phone.
 */
async function expectGoodAtBothWidths(page: Page, language: string, isAlike = false): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    if (language === "zh-CN" && width === 390 && !isAlike) await expectAccessible(page);
    else await expectNoSidewaysScroll(page);
  }
}

describe("public pages", () => {
  const names = [
    "home",
    ...["/projects", "/consumption", "/drives", "/trusts"].flatMap((path) => [
      `list ${path}`,
      `a fund of ${path}`,
      `gifts of ${path}`,
      `spending of ${path}`,
    ]),
    "the guide's project",
    "a project with promises",
    "a search without results",
    "donate",
    "goods of a project",
    "promised and paid",
    "orders of a campaign",
    "an enterprise's promises",
    "an enterprise's agreement",
    "an enterprise's statement",
    "streets",
    "a street",
    "an enterprise's days",
    "a day's orders",
    "organizations",
    "an organization",
    "credibility",
    "yearly ratios",
    "reconciliation",
    "reconciliation of all",
    "regions",
    "a region",
    "ledger",
    "ledger accounts",
    "ledger health",
    "disclosures",
    "rules of disclosure",
    "a corrected report",
    "a disbursement",
    "a gift",
    "a certificate",
    "a gift's receipt",
    "a gift by transfer",
    "a gift's agreement",
    "taking a gift back",
    "asking a charity",
    "a gift that waits",
    "aid of a project",
    "asking for aid",
    "looking up an application",
    "guide",
    "developers",
    "login",
    "signup",
    "reset",
    "no such page",
    "no such project",
  ];

  it.each(names)("%s", async (name) => {
    const page = pages.get(name);
    if (!page) throw new Error(`the site map has no ${name}`);
    await Promise.all((["zh-CN", "en-GB"] as const).map((language) => look(page, language)));
    if (page.large) await lookInLargeText(page);
  });

  it("are all looked at", () => expect([...pages.keys()].sort()).toEqual([...names].sort()));

  /** One visitor for each language, who comes to every page without cookies. */
  const readers = new Map<string, Promise<Visitor>>();

  function readerOf(language: "zh-CN" | "en-GB"): Promise<Visitor> {
    const known = readers.get(language);
    if (known) return known;
    const arrived = arrive(browser, { language }).then(async (visitor) => {
      await keepStill(visitor.page);
      return visitor;
    });
    readers.set(language, arrived);
    return arrived;
  }

  async function look({ path, status = 200, alike }: SitePage, language: "zh-CN" | "en-GB"): Promise<void> {
    const { page, context, expectNoErrors } = await readerOf(language);
    await context.clearCookies();
    const response = await page.goto(site.url + path);
    expect(response?.status(), path).toBe(status);
    const shown = await page.locator("html").getAttribute("lang");
    expect(shown).toMatch(language === "zh-CN" ? /^zh-Hans/ : /^en/);
    await expectSoundPage(page);
    await expectGoodAtBothWidths(page, language, alike);
    expectNoErrors();
  }

  async function lookInLargeText({ path }: SitePage): Promise<void> {
    await visit(browser, { width: 390 }, async (page, context) => {
      await keepStill(page);
      await context.addCookies([{ name: "large", value: "1", url: site.url }]);
      await page.goto(site.url + path);
      expect(await page.locator("html.large").count()).toBe(1);
      expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe("20px");
      await expectAccessible(page);
    });
  }
});

/** A gift that waits looks again by itself every few seconds, which would take the page away from axe. */
async function keepStill(page: Page): Promise<void> {
  await page.route("**/donations/*", async (route) => {
    const response = await route.fetch();
    const { refresh: _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
}

describe("bytes of public pages", () => {
  it("carry no script and no cookie, and are the same with and without a session", async () => {
    const session = await sessionCookie();
    for (const { path, hydrates } of pages.values()) {
      const [fresh, known] = await Promise.all(
        ["", session].map((cookie) => fetch(site.url + path, { redirect: "manual", headers: { cookie } })),
      );
      if (!fresh || !known) throw new Error("both were asked");
      const [text, textKnown] = await Promise.all([fresh.text(), known.text()]);
      expect(fresh.headers.get("set-cookie"), `${path} sets a cookie`).toBeNull();
      if (hydrates) {
        expect(text, path).toContain("<script");
        continue;
      }
      expect(text, `${path} ships a script`).not.toMatch(/<script/i);
      // React's padding; a browser shows it as broken characters.
      expect(text.includes("\0"), `${path} has NUL characters`).toBe(false);
      expect(text, `${path} has an inline style`).not.toMatch(/ style="/);
      // Somebody who is signed in is sent on from the pages for signing in.
      if (known.status !== fresh.status && /^\/(?:login|signup|reset)/.test(path)) continue;
      expect(
        withoutAttempt(textKnown) === withoutAttempt(text),
        `${path} differs for somebody who is signed in`,
      ).toBe(true);
    }
  });

  /** A form draws a new id at each look, so that it makes one thing however often it is sent. */
  function withoutAttempt(html: string): string {
    return html.replace(/name="(attempt|formId)" value="[^"]*"/g, 'name="$1"');
  }

  async function sessionCookie(): Promise<string> {
    return visit(browser, { role: "donor" }, async (_page, context) => {
      const cookies = await context.cookies();
      expect(cookies.some(({ httpOnly, name }) => httpOnly && !["lang", "large"].includes(name))).toBe(true);
      return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    });
  }
});

describe("private pages", () => {
  /** Two people of each role sign in once, one for each language, and walk through all its pages. */
  const members = new Map<string, Promise<Visitor>>();

  function memberOf(role: string, language: "zh-CN" | "en-GB" = "zh-CN"): Promise<Visitor> {
    const key = `${role} ${language}`;
    const known = members.get(key);
    if (known) return known;
    const arrived = arrive(browser, { language, width: 390 }).then(async (visitor) => {
      await signIn(visitor.page, site, userOf(role));
      return visitor;
    });
    members.set(key, arrived);
    return arrived;
  }

  it.each(PRIVATE_PAGES)("$path of a $role", async (room) => {
    await Promise.all((["zh-CN", "en-GB"] as const).map((language) => walk(room, language)));
  });

  async function walk({ role, path, first }: (typeof PRIVATE_PAGES)[number], language: "zh-CN" | "en-GB") {
    const { page, expectNoErrors } = await memberOf(role, language);
    await look(page, path, role, language);
    if (first) {
      const record = page.locator(`main a[href^="${path}/"]:not([href$="/new"]):not(.tabs a)`).first();
      await look(page, String(await record.getAttribute("href")), role, language);
    }
    expectNoErrors();
  }

  async function look(page: Page, path: string, role: string, language: string): Promise<void> {
    const response = await page.goto(site.url + path);
    expect(response?.status(), `${path} for a ${role}`).toBe(200);
    expect(response?.headers()["cache-control"], path).toContain("no-store");
    const shown = await page.locator("html").getAttribute("lang");
    expect(shown, path).toBe(language === "zh-CN" ? "zh-Hans-CN" : "en");
    await expectSoundPage(page);
    // English stays as wide as a phone: where its longer words need most room.
    if (language === "zh-CN") await expectGoodAtBothWidths(page, language);
    else await expectNoSidewaysScroll(page);
  }

  it("offer each role only rooms that it may enter", async () => {
    for (const role of ["charity-clerk", "trustee", "merchant"])
      await visit(browser, { role }, async (page, context) => {
        await page.goto(`${site.url}/workspace`);
        const rooms = await page
          .locator(".sub nav a")
          .evaluateAll((links) => links.map((a) => a.getAttribute("href")));
        expect(rooms).toContain("/workspace/organization");
        for (const room of rooms)
          expect((await context.request.get(site.url + room)).status(), `${room} for a ${role}`).toBe(200);
      });
  });

  it.each(["/account", "/workspace", "/workspace/disbursements", "/workspace/reconciliation", "/operations"])(
    "%s leads a stranger to the sign-in page",
    async (path) => {
      const response = await fetch(site.url + path, { redirect: "manual" });
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toMatch(/^\/login(\?|$)/);
    },
  );

  it.each([
    ["donor", "/workspace"],
    ["donor", "/operations"],
    ["charity-clerk", "/operations"],
    ["charity-clerk", "/supervision"],
    ["donor", "/supervision/audit"],
    ["merchant", "/workspace/reconciliation"],
  ])("a %s may not see %s", async (role, path) => {
    const { page, expectNoErrors } = await memberOf(role);
    const response = await page.goto(site.url + path);
    expect(response?.status()).toBe(403);
    await expectSoundPage(page);
    expectNoErrors();
  });
});
