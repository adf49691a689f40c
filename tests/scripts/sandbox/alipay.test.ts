import { describe, expect, it } from "vitest";
import { control, exec, message, pay, payUrl, shanghaiNow, startWorld, until } from "./support.ts";

describe("an Alipay page payment", () => {
  it("is paid on the page, notified with a signature the SDK accepts, and known to the query", async () => {
    const world = await startWorld();
    const url = payUrl(world, "p1");
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      code: "40004",
      sub_code: "ACQ.TRADE_NOT_EXIST",
    });
    const opened = await fetch(url, { redirect: "manual" });
    const cashier = new URL(opened.headers.get("location") ?? "", world.sandbox.url);
    const text = await (await fetch(cashier)).text();
    for (const part of ["云岭助学会", "希望小学 捐赠", "¥100.50", "确认支付", "支付失败", "取消"])
      expect(text).toContain(part);
    const form = new URLSearchParams({ outcome: "paid" });
    const paid = await fetch(cashier, { method: "POST", body: form, redirect: "manual" });
    const back = new URL(paid.headers.get("location") ?? "");
    expect(back.pathname).toBe("/thanks");
    const { gift, ...signed } = Object.fromEntries(back.searchParams);
    expect(gift).toBe("1");
    expect(world.alipay.checkNotifySignV2(signed)).toBe(true);
    await until(() => world.site.received.length === 1);
    const told = message(world.site.received[0]!);
    expect(world.alipay.checkNotifySignV2(told)).toBe(true);
    expect(told).toMatchObject({
      notify_type: "trade_status_sync",
      app_id: world.merchant.alipay.appId,
      seller_id: world.merchant.alipay.sellerId,
      out_trade_no: "p1",
      trade_status: "TRADE_SUCCESS",
      total_amount: "100.50",
      sign_type: "RSA2",
    });
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      code: "10000",
      trade_status: "TRADE_SUCCESS",
    });
    expect(await (await fetch(cashier)).text()).toContain("已于");
  });

  it("takes the form of a POST page and a wap page", async () => {
    const world = await startWorld();
    const html = world.alipay.pageExecute("alipay.trade.page.pay", "POST", {
      bizContent: {
        out_trade_no: "p2",
        product_code: "FAST_INSTANT_TRADE_PAY",
        total_amount: "1.00",
        subject: "捐赠",
      },
      timestamp: shanghaiNow(),
    });
    const action = /action="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const fields = [...html.matchAll(/name="(\w+)" value="([^"]*)"/g)].map((match) => [
      match[1]!,
      match[2]!.replaceAll("&quot;", '"'),
    ]);
    const opened = await fetch(action, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    expect(opened.status).toBe(302);
    const wap = world.alipay.pageExecute("alipay.trade.wap.pay", "GET", {
      bizContent: {
        out_trade_no: "p3",
        product_code: "QUICK_WAP_WAY",
        total_amount: "1.00",
        subject: "捐赠",
        quit_url: `${world.site.url}/quit`,
      },
      timestamp: shanghaiNow(),
    });
    const cashier = (await fetch(wap, { redirect: "manual" })).headers.get("location") ?? "";
    const cancel = {
      method: "POST",
      body: new URLSearchParams({ outcome: "cancel" }),
      redirect: "manual" as const,
    };
    const left = await fetch(new URL(cashier, world.sandbox.url), cancel);
    expect(left.headers.get("location")).toBe(`${world.site.url}/quit`);
  });

  it("stays open after a failure and is closed by the merchant or by time", async () => {
    let now = new Date();
    const world = await startWorld({ now: () => now });
    const failed = await control(world.sandbox, "pay", { payUrl: payUrl(world, "p1"), outcome: "failed" });
    expect(failed.status).toBe("WAIT_BUYER_PAY");
    expect(await exec(world, "alipay.trade.close", { out_trade_no: "p1" })).toMatchObject({ code: "10000" });
    await expect(pay(world, payUrl(world, "p1"))).rejects.toThrow("关闭");
    const short = payUrl(world, "p2", "1.00", { timeout_express: "5m" });
    await control(world.sandbox, "pay", { payUrl: short, outcome: "failed" });
    now = new Date(now.getTime() + 6 * 60_000);
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p2" })).toMatchObject({
      trade_status: "TRADE_CLOSED",
    });
  });
});

describe("the gateway refuses", () => {
  it.each([
    ["an amount with three decimals", { total_amount: "1.005" }, "ACQ.INVALID_PARAMETER"],
    ["an amount of nothing", { total_amount: "0.00" }, "ACQ.INVALID_PARAMETER"],
    ["an amount as a number", { total_amount: 1.5 }, "ACQ.INVALID_PARAMETER"],
    ["a number with other signs", { out_trade_no: "a-b" }, "ACQ.INVALID_PARAMETER"],
    ["a number that is too long", { out_trade_no: "a".repeat(65) }, "ACQ.INVALID_PARAMETER"],
    ["no subject", { subject: "" }, "ACQ.INVALID_PARAMETER"],
  ])("%s", async (_name, wrong, code) => {
    const world = await startWorld();
    const biz = { out_trade_no: "p1", total_amount: "1.00", subject: "捐赠", ...wrong };
    expect(await exec(world, "alipay.trade.precreate", biz)).toMatchObject({ code: "40004", sub_code: code });
  });

  it("other keys, other apps, old clocks, unknown methods, another product, an order in new words", async () => {
    const world = await startWorld();
    const stranger = await control<typeof world.merchant>(world.sandbox, "merchants", { key: "o2" });
    const asked = { out_trade_no: "p1" };
    const { alipay } = world;
    const mixed = new (alipay.constructor as new (config: unknown) => typeof alipay)({
      appId: world.merchant.alipay.appId,
      privateKey: stranger.alipay.appPrivateKey,
      alipayPublicKey: world.merchant.alipay.alipayPublicKey,
      gateway: world.merchant.alipay.gateway,
      camelcase: false,
    });
    const call = (params: Record<string, unknown>) =>
      alipay.exec("alipay.trade.query", { bizContent: asked, ...params }, { validateSign: true });
    expect(
      await mixed.exec(
        "alipay.trade.query",
        { bizContent: asked, timestamp: shanghaiNow() },
        { validateSign: true },
      ),
    ).toMatchObject({
      code: "40002",
      sub_code: "isv.invalid-signature",
    });
    expect(await call({ timestamp: shanghaiNow(-16 * 60_000) })).toMatchObject({
      sub_code: "isv.invalid-timestamp",
    });
    expect(await exec(world, "alipay.trade.nothing", asked)).toMatchObject({
      code: "40002",
      sub_code: "isv.invalid-method",
    });
    const other = payUrl(world, "p1", "1.00", { product_code: "QUICK_WAP_WAY" });
    expect((await fetch(other)).status).toBe(400);
    await fetch(payUrl(world, "p1"));
    expect(await (await fetch(payUrl(world, "p1", "2.00"))).text()).toContain("ACQ.CONTEXT_INCONSISTENT");
    expect(await (await fetch(`${payUrl(world, "p9")}x`)).text()).toContain("isv.invalid-signature");
  });
});

describe("an Alipay refund", () => {
  it("happens once per request number, never above the payment, and closes the trade when it is whole", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"));
    const part = { out_trade_no: "p1", refund_amount: "50.00", out_request_no: "rf_1" };
    expect(await exec(world, "alipay.trade.refund", part)).toMatchObject({
      code: "10000",
      fund_change: "Y",
      refund_fee: "50.00",
    });
    expect(await exec(world, "alipay.trade.refund", part)).toMatchObject({
      code: "10000",
      fund_change: "N",
      refund_fee: "50.00",
    });
    const over = { out_trade_no: "p1", refund_amount: "50.51", out_request_no: "rf_2" };
    expect(await exec(world, "alipay.trade.refund", over)).toMatchObject({
      sub_code: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    });
    const query = { out_trade_no: "p1", out_request_no: "rf_1", query_options: ["gmt_refund_pay"] };
    expect(await exec(world, "alipay.trade.fastpay.refund.query", query)).toMatchObject({
      refund_status: "REFUND_SUCCESS",
    });
    const rest = { ...over, refund_amount: "50.50" };
    expect(await exec(world, "alipay.trade.refund", rest)).toMatchObject({ refund_fee: "100.50" });
    expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
      trade_status: "TRADE_CLOSED",
    });
    await until(() => world.site.received.length === 3);
    const told = world.site.received.map(message);
    expect(told.map((item) => [item.trade_status, item.refund_fee, item.out_biz_no])).toEqual([
      ["TRADE_SUCCESS", undefined, undefined],
      ["TRADE_SUCCESS", "50.00", "rf_1"],
      ["TRADE_CLOSED", "100.50", "rf_2"],
    ]);
    expect(told.every((item) => world.alipay.checkNotifySignV2(item))).toBe(true);
  });
});

describe("other Alipay products", () => {
  it("transfers once per number and answers the query", async () => {
    const world = await startWorld();
    const fixed = { product_code: "TRANS_ACCOUNT_NO_PWD", biz_scene: "DIRECT_TRANSFER" };
    const payee = { identity: "org@example.org", identity_type: "ALIPAY_LOGON_ID", name: "某某学校" };
    const order = {
      out_biz_no: "b1",
      trans_amount: "1000.00",
      order_title: "项目拨款",
      payee_info: payee,
      ...fixed,
    };
    const first = await exec(world, "alipay.fund.trans.uni.transfer", order);
    expect(first).toMatchObject({ code: "10000", status: "SUCCESS" });
    expect((await exec(world, "alipay.fund.trans.uni.transfer", order)).order_id).toBe(first.order_id);
    const query = await exec(world, "alipay.fund.trans.common.query", { out_biz_no: "b1", ...fixed });
    expect(query).toMatchObject({ status: "SUCCESS", trans_amount: "1000.00" });
    const small = { ...order, out_biz_no: "b2", trans_amount: "0.09" };
    expect(await exec(world, "alipay.fund.trans.uni.transfer", small)).toMatchObject({ code: "40004" });
  });

  it("signs a monthly agreement, deducts inside its window once, and ends it", async () => {
    const world = await startWorld({ now: () => new Date("2026-12-03T04:00:00Z") });
    const at = "2026-12-03 12:00:00";
    const rule = { period_type: "MONTH", period: 1, execute_time: "2026-12-05", single_amount: "30.00" };
    const url = world.alipay.pageExecute("alipay.user.agreement.page.sign", "GET", {
      bizContent: {
        personal_product_code: "CYCLE_PAY_AUTH_P",
        product_code: "CYCLE_PAY_AUTH",
        sign_scene: "INDUSTRY|CHARITY",
        external_agreement_no: "rec_1",
        access_params: { channel: "ALIPAYAPP" },
        period_rule_params: rule,
      },
      notifyUrl: `${world.site.url}/alipay`,
      timestamp: at,
    });
    const signed = await control(world.sandbox, "pay", { payUrl: url, outcome: "paid" });
    const agreementNo = String(signed.agreementNo);
    expect(message(world.site.received[0]!)).toMatchObject({
      notify_type: "dut_user_sign",
      agreement_no: agreementNo,
    });
    const call = async (method: string, bizContent: Record<string, unknown>) =>
      (await world.alipay.exec(method, { bizContent, timestamp: at }, { validateSign: true })) as Record<
        string,
        unknown
      >;
    const deduct = {
      out_trade_no: "rec_1_202612",
      total_amount: "30.00",
      subject: "月捐 2026-12",
      product_code: "CYCLE_PAY_AUTH",
      agreement_params: { agreement_no: agreementNo },
    };
    expect(await call("alipay.trade.pay", deduct)).toMatchObject({ code: "10000", total_amount: "30.00" });
    expect(await call("alipay.trade.pay", { ...deduct, out_trade_no: "rec_1_again" })).toMatchObject({
      code: "40004",
    });
    expect(await call("alipay.user.agreement.query", { agreement_no: agreementNo })).toMatchObject({
      next_deduct_time: "2027-01-05",
    });
    expect(await call("alipay.user.agreement.unsign", { agreement_no: agreementNo })).toMatchObject({
      code: "10000",
    });
    await until(() => world.site.received.length === 3);
    const types = world.site.received.map((item) => message(item).notify_type).sort();
    expect(types).toEqual(["dut_user_sign", "dut_user_unsign", "trade_status_sync"]);
  });
});
