import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectAccessible, startBrowser, visit } from "#tests/setup/browser.ts";
import { getJson, payGift, startGift, until } from "./api.ts";

const site = inject("site");
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

test("a donor asks for a receipt, the accountant records the bill, and the donor finds it", async () => {
  const gift = await startGift(site, { slug: site.guide.project, amountFen: 12_345 });
  await payGift(site, gift.payUrl);
  const statusOf = () => getJson<{ status: string }>(`${site.url}/api/v1/donations/${gift.id}`);
  await until(statusOf, ({ status }) => status !== "pending", 30_000);
  const own = `${site.url}/donations/${gift.id}/receipt?token=${gift.token}`;
  const billNo = String(Date.now()).slice(-10);
  const payer = `试票人${billNo.slice(-4)}`;

  await visit(browser, { width: 390, javaScript: false }, async (page) => {
    await page.goto(own);
    await page.locator('input[name="wish"][value="person"]').check();
    await page.locator("#payer").fill(payer);
    await Promise.all([page.waitForURL(own), page.locator('main form button[type="submit"]').click()]);
    expect(await page.locator("main").textContent()).toContain(`抬头是${payer}`);
  });

  await visit(browser, { role: "charity-clerk" }, async (page) => {
    await page.goto(`${site.url}/workspace/receipts`);
    await page.getByRole("link", { name: payer }).click();
    await page.waitForURL(/receipts\/requests\//);
    await expectAccessible(page);
    const fields = {
      billCode: "33010126",
      billNo: "12",
      checkCode: "123456",
      itemCode: "103044801",
      itemName: "公益性捐赠收入",
      supervisedBy: "浙江省财政厅",
      reviewer: "沈岚",
      cashier: "周敏",
    };
    for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
    const submit = page.locator('form[action*="requests"] button[type="submit"]');
    await submit.click();
    await page.locator(".errors").waitFor();
    expect(await page.locator(".errors").textContent()).toContain("票据号码是 10 位数字");
    await page.locator("#billNo").fill(billNo);
    await submit.click();
    await page.waitForURL(/done=recorded/);
    expect(await page.locator("main").textContent()).toContain("人民币壹佰贰拾叁元肆角伍分");
  });

  await visit(browser, { width: 390 }, async (page) => {
    await page.goto(own);
    expect(await page.locator("main").textContent()).toContain(billNo);
    await expectAccessible(page);
    const stranger = await (await fetch(`${site.url}/donations/${gift.id}/receipt`)).text();
    expect(stranger).toContain("票据只给捐赠人看");
    expect(stranger).not.toContain(billNo);
    const pdf = await fetch(`${site.url}/donations/${gift.id}/certificate.pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });
});
