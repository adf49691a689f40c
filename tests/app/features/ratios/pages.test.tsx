import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CostsPage } from "#app/features/ratios/costs-page.tsx";
import { RatiosPage } from "#app/features/ratios/ratios-page.tsx";
import {
  actOnCosts,
  actOnNewCost,
  actOnYearBooks,
  loadCosts,
  loadOwnRatios,
  loadPublicRatios,
  type RegisterAnswer,
} from "#app/features/ratios/register-pages.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { loader as auditLoader } from "#app/routes/organizations.$slug_.ratios_.audit.$year.ts";
import { loader as voucherLoader } from "#app/routes/workspace_.ratios.vouchers.$id.ts";
import { requestOf } from "#tests/factories/people.ts";
import { makeSettledGift, makeSpendingPlace } from "#tests/factories/spending.ts";
import { spend } from "../funds/spend.ts";

type Route = (args: ActionFunctionArgs | LoaderFunctionArgs) => Promise<unknown>;
type Answer = { data: RegisterAnswer; init: { status: number } };

async function call<Shown>(
  route: Route,
  userId: string | null,
  form?: Record<string, string | File>,
  params = {},
) {
  const init: RequestInit = {};
  if (form) {
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) body.set(name, value);
    Object.assign(init, { method: "POST", body });
  }
  const request = await requestOf(userId, "/workspace/ratios", init);
  return (await route({ request, params, context: {} })) as Shown;
}

const today = shanghaiDay(new Date());
const lastYear = String(Number(today.slice(0, 4)) - 1);
const pdf = (text: string) => new File([`%PDF-1.4 ${text}`], "凭证.pdf");

describe("the pages of the ratios", () => {
  it("take a cost and a year's figures through their forms, and show the outcome with its formula", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 100_000n, 600n);
    await spend(place, 40_000n, { deliveredFen: 25_000n });
    const form = {
      attempt: randomUUID(),
      type: "own-staff",
      method: "headcount",
      amount: "300.01",
      incurredOn: today,
      administration: "1",
      fundraising: "1",
      project: "2",
      note: "十月工资",
      file: pdf("payroll"),
    };
    const refused = await call<Answer>(actOnNewCost, place.clerkId, form);
    expect(refused).toMatchObject({
      init: { status: 422 },
      data: { typed: { amount: "300.01" }, errors: { fundraising: "refuse_own-means-in-fundraising" } },
    });
    const entered = await call<Response>(actOnNewCost, place.clerkId, { ...form, fundraising: "" });
    expect(entered.headers.get("location")).toContain("done=entered");

    const list = await call<Awaited<ReturnType<typeof loadCosts>>>(loadCosts, place.approverId);
    const [cost] = list.costs;
    expect(cost).toMatchObject({ administrationFen: 10_000n, projectFen: 20_001n, decision: null });
    expect(renderToStaticMarkup(<CostsPage {...list} answer={undefined} />)).toContain('value="confirm"');
    const id = cost?.id ?? "";
    const own = await call<Answer>(actOnCosts, place.clerkId, { intent: "confirm", id });
    expect(own).toMatchObject({ init: { status: 409 }, data: { refusal: "refuse_same-person" } });
    await call(actOnCosts, place.approverId, { intent: "confirm", id });
    const voucher = await call<Response>(voucherLoader as Route, place.clerkId, undefined, { id });
    expect(voucher.headers.get("content-security-policy")).toContain("sandbox");

    const figures = {
      year: lastYear,
      totalIncome: "1000",
      restrictedLater: "200",
      released: "0",
      donationIncome: "900",
      totalExpense: "700",
      charitableSpend: "600",
      adminExpense: "50",
      fundraisingCost: "20",
      netAssets: "-3",
      file: pdf("audit"),
    };
    await call(actOnYearBooks, place.clerkId, figures);
    await call(actOnYearBooks, place.approverId, { intent: "confirm", year: lastYear, version: "1" });

    const shown = await call<Awaited<ReturnType<typeof loadOwnRatios>>>(loadOwnRatios, place.clerkId);
    const html = renderToStaticMarkup(<RatiosPage {...shown} isMember />);
    for (const words of [
      "¥250.00 ÷ ¥800.00 = 31.25%",
      "还要用 ¥310.00",
      "不到 20 万元",
      "标准已发布，数值待录入",
    ])
      expect(html).toContain(words);
  });

  it("name no payee in public, hand the audit to anybody and a voucher to members alone", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    await makeSettledGift(place, 100_000n);
    await spend(place, 40_000n);
    await db.run("update disbursement set payee = '王小明' where organization_id = $1", [
      place.organizationId,
    ]);
    const slug = place.organizationId;
    const shown = await call<Awaited<ReturnType<typeof loadPublicRatios>>>(
      loadPublicRatios,
      null,
      undefined,
      { slug },
    );
    const sent = JSON.stringify(shown, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(sent).not.toContain("王小明");
    expect(renderToStaticMarkup(<RatiosPage {...shown} isMember={false} />)).toContain("在 1 家执行单位手里");
    await expect(call(auditLoader as Route, null, undefined, { slug, year: lastYear })).rejects.toMatchObject(
      { status: 404 },
    );
    await call(actOnNewCost, place.clerkId, {
      attempt: randomUUID(),
      type: "office",
      method: "direct",
      amount: "1",
      incurredOn: today,
      administration: "1",
      note: "办公",
      file: pdf("x"),
    });
    const list = await call<Awaited<ReturnType<typeof loadCosts>>>(loadCosts, place.clerkId);
    await expect(
      call(voucherLoader as Route, other.clerkId, undefined, { id: list.costs[0]?.id }),
    ).rejects.toMatchObject({ status: 404 });
  });
});
