import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { Failure, reportFailure } from "./services/failure.ts";
import { requireProgram } from "./services/packages.ts";
import { dataDirectory, projectRoot } from "./services/place.ts";

/**
 * Pictures of a running demo for the README: `npm run demo` in one terminal, `npm run screenshots` in another.
 * DATA_DIR says which demo.
 */

interface Demo {
  url: string;
  users: { role: string; email: string; password: string }[];
  guide: { project: string };
}

interface Shot {
  name: string;
  path: string;
  width: 390 | 1280;
  height: number;
  role?: string;
}

const HEIGHT = { 390: 844, 1280: 900 } as const;

function shotsOf(demo: Demo, gift: string, organization: string): Shot[] {
  const shot = (name: string, path: string, width: 390 | 1280, more: Partial<Shot> = {}): Shot => ({
    name,
    path,
    width,
    height: HEIGHT[width],
    ...more,
  });
  const project = `/projects/${demo.guide.project}`;
  return [
    shot("home", "/", 1280),
    shot("project", project, 1280),
    shot("gift", gift, 1280),
    shot("credibility", `/organizations/${organization}/credibility`, 1280),
    shot("workspace", "/workspace", 1280, { role: "charity-clerk" }),
    shot("home-phone", "/", 390),
    shot("donate-phone", `${project}/donate`, 390),
    shot("gift-phone", gift, 390),
  ];
}

/** The newest gift of the guide's project that has been used. */
async function usedGift(demo: Demo): Promise<string> {
  const page = await (await fetch(`${demo.url}/projects/${demo.guide.project}/gifts`)).text();
  for (const [path = ""] of page.matchAll(/\/donations\/d[0-9a-z]{20}/g)) {
    const trace: { uses: unknown[] } = await (await fetch(`${demo.url}/api/v1${path}/trace`)).json();
    if (trace.uses.length > 0) return path;
  }
  throw new Failure("no gift of the guide's project has been used yet");
}

async function take(browser: Browser, demo: Demo, shot: Shot): Promise<void> {
  const { width, height } = shot;
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN" });
  const page = await context.newPage();
  const user = demo.users.find(({ role }) => role === shot.role);
  if (user) {
    await page.goto(`${demo.url}/login`);
    await page.locator("#email").fill(user.email);
    await page.locator("#password").fill(user.password);
    await Promise.all([
      page.waitForURL((url) => url.pathname !== "/login"),
      page.locator("#password").press("Enter"),
    ]);
  }
  const answer = await page.goto(demo.url + shot.path);
  if (!answer?.ok()) throw new Failure(`${shot.path} answered ${answer?.status()}`);
  const picture = await page.screenshot();
  writeFileSync(join(projectRoot, "docs/screenshots", `${shot.name}.png`), picture);
  console.log(`docs/screenshots/${shot.name}.png  ${Math.round(picture.length / 1024)} KB`);
  await context.close();
}

async function main(): Promise<void> {
  const file = join(dataDirectory(), "demo.json");
  const demo: Demo = JSON.parse(readFileSync(file, "utf8"));
  const alive = await fetch(`${demo.url}/healthz`).catch(() => null);
  if (!alive?.ok) throw new Failure(`${demo.url} does not answer: start npm run demo first`);
  const fund: { organization: { slug: string } } = await (
    await fetch(`${demo.url}/api/v1/projects/${demo.guide.project}`)
  ).json();
  mkdirSync(join(projectRoot, "docs/screenshots"), { recursive: true });
  const browser = await chromium.launch({
    executablePath: requireProgram("chromium"),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (const shot of shotsOf(demo, await usedGift(demo), fund.organization.slug))
      await take(browser, demo, shot);
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  reportFailure("screenshots", error);
  process.exitCode = 1;
});
