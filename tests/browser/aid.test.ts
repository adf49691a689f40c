import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";

const site = inject("site");
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** Invented. */
const ID_NUMBER = "330122195403029917";

/** Waits until the page says so. */
const sees = (page: Page, words: string): Promise<void> =>
  page.locator("main").getByText(words).first().waitFor();

async function press(page: Page, name: string): Promise<void> {
  await page.locator("main").getByRole("button", { name, exact: true }).click();
  await page.waitForLoadState();
}

it("a person asks for help on an old phone, two people decide, and the person sees it by the secret", async () => {
  const slip = await visit(browser, { width: 390, javaScript: false }, async (page) => {
    await page.goto(`${site.url}/projects/good-homes`);
    await page.locator("#aid").getByRole("link", { name: /^申请/ }).click();
    await press(page, "提交申请");
    await sees(page, "请填写 18 位身份证号");
    await page.locator("#name").fill("演示申请人");
    await page.locator("#idNumber").fill(ID_NUMBER);
    await page.locator("#phone").fill("19900001234");
    await page.locator("#town").selectOption("330122102");
    await page.locator("#householdClass").selectOption("低保家庭");
    await page.locator("#need").fill("灶间漏雨，盆接不过来");
    await press(page, "提交申请");
    await page.waitForURL(/\/aid\/J/);
    const [reference = "", token = ""] = await page.locator("main b.code").allInnerTexts();
    return { reference, token };
  });
  const caseUrl = await visit(browser, { role: "charity-clerk", javaScript: false }, async (page) => {
    await page.goto(`${site.url}/workspace/aid`);
    await page.locator("main tr", { hasText: slip.reference }).getByRole("link").first().click();
    await page.locator('input[name="ways"][value="home-visit"]').check();
    await press(page, "核对完成");
    await page.locator('input[name="decision"][value="approve"]').check();
    await page.locator("#amount").fill("600");
    await press(page, "提交，等另一个人确认");
    await sees(page, "要由另一位有审批权限的同事确认");
    return page.url();
  });
  await visit(browser, { role: "charity-approver" }, async (page) => {
    await page.goto(caseUrl);
    await expectAccessible(page);
    await press(page, "确认决定");
    await sees(page, "已通过，待公示");
  });
  await visit(browser, { width: 390 }, async (page) => {
    await page.goto(`${site.url}/aid`);
    await page.locator("#reference").fill(slip.reference);
    await page.locator("#token").fill(slip.token);
    await press(page, "查询");
    await expectAccessible(page);
    await sees(page, "已经通过，等待公示");
    await sees(page, "¥600.00");
    expect(await page.content()).not.toContain("演示申请人");
  });
});
