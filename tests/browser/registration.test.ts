import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { signIn, startBrowser, userOf, visit } from "#tests/setup/browser.ts";

const site = inject("site");
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

it("a person registers a charity, the bureau sends it back and accepts it, and its page is public", async () => {
  const name = `青禾互助会（演示${Date.now()}）`;
  await visit(browser, {}, async (page) => {
    // Somebody new: whoever is accepted becomes a clerk, which the demo's donor must not.
    await page.goto(`${site.url}/signup?next=/account/organizations/new`);
    await page.fill("#name", "苗青");
    await page.fill("#email", `miao-${Date.now()}@example.org`);
    await page.fill("#password", "a long enough password");
    await page.locator("main form button[type=submit]").click();
    await page.getByRole("heading", { level: 1, name: "登记一个组织" }).waitFor();
    await page.selectOption("#kind", "charity");
    await page.selectOption("#form", "association");
    await page.fill("#name", name);
    await page.fill("#uscc", codeWithWrongCheck());
    await page.selectOption("#divisionCode", "330122");
    await page.fill("#registrar", "桐庐县民政局（演示）");
    await page.fill("#registeredOn", "2024-05-06");
    await page.fill("#contact", "0571-0000 0000");
    await page.fill("#person-0-name", "苗青");
    await page.selectOption("#person-0-office", "chair");
    await page.getByRole("button", { name: "交给民政部门" }).click();
    // The check digit is asked about, with everything typed still there.
    await page.getByRole("alert").getByText("校验位对不上").waitFor();
    expect(await page.inputValue("#person-0-name")).toBe("苗青");
    await page.fill("#usccOverrideReason", "早期试点时赋的码，已对照登记证书正本");
    await page.getByRole("button", { name: "交给民政部门" }).click();
    await page.getByRole("heading", { level: 1, name: `${name}：等民政部门看` }).waitFor();
  });
  const slug = await visit(browser, {}, async (page) => {
    await signIn(page, site, userOf("bureau-officer"));
    await page.goto(`${site.url}/supervision`);
    await page.getByRole("row", { name }).getByRole("link", { name: "去看" }).click();
    await page.getByText("早期试点时赋的码").first().waitFor();
    await page.getByLabel("退回，请对方补正").check();
    await page.getByRole("button", { name: "提交决定" }).click();
    await page.getByRole("alert").getByText("写 4 到 500 个字的理由").waitFor();
    await page.getByLabel("同意", { exact: true }).check();
    await page.getByRole("button", { name: "提交决定" }).click();
    await page.getByText("同意了，已经生效").waitFor();
    return page.getByRole("link", { name: "看公开页面" }).getAttribute("href");
  });
  await visit(browser, {}, async (page) => {
    const response = await page.goto(`${site.url}${slug}`);
    expect(response?.status()).toBe(200);
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.getByRole("cell", { name: "理事长" }).waitFor();
    await page.getByText("第 1 版").waitFor();
  });
});

/** Of the right alphabet and length, another one each time; its last sign is one that its check never gives. */
function codeWithWrongCheck(): string {
  const body = `51330122MJ${String(Date.now()).slice(-6)}X`;
  const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const sum = [...body].reduce((total, sign, at) => total + signs.indexOf(sign) * 3 ** at, 0) % 31;
  return `${body}${signs[(31 - sum + 1) % 31]}`;
}
