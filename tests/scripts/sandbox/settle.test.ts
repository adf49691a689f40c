import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Breakdown, billRows, fenOfYuan, statement } from "./books.ts";
import {
  checkoutParams,
  control,
  exec,
  pay,
  payUrl,
  shanghaiNow,
  startWorld,
  type World,
} from "./support.ts";

const today = () => shanghaiNow().slice(0, 10);

async function bill(
  world: World,
  type: "trade" | "signcustomer",
  day = today(),
): Promise<{ detail: string; summary: string; names: string[] }> {
  const answer = await exec(world, "alipay.data.dataservice.bill.downloadurl.query", {
    bill_type: type,
    bill_date: day,
  });
  expect(answer.code).toBe("10000");
  const zip = new Uint8Array(await (await fetch(String(answer.bill_download_url))).arrayBuffer());
  const decoder = new TextDecoder("gb18030", { fatal: true });
  const entries = Object.entries(unzipSync(zip)).map(([name, bytes]) => ({
    name: decoder.decode(Buffer.from(name, "latin1")),
    text: decoder.decode(bytes),
  }));
  const [summary, detail] = [entries[0]!, entries[1]!];
  return { detail: detail.text, summary: summary.text, names: entries.map((entry) => entry.name) };
}

async function settle(world: World, body: Record<string, unknown> = {}): Promise<Breakdown> {
  return control<Breakdown>(world.sandbox, "settle", body);
}

describe("Alipay bills", () => {
  it("hold every payment, refund, fee and withdrawal, with totals and a running balance", async () => {
    const world = await startWorld();
    const refused = await exec(world, "alipay.data.dataservice.bill.downloadurl.query", {
      bill_type: "trade",
      bill_date: today(),
    });
    expect(refused).toMatchObject({ code: "40004", sub_code: "isp.bill_not_exist" });
    await pay(world, payUrl(world, "p1", "100.50"));
    await pay(world, payUrl(world, "p2", "0.01"));
    await exec(world, "alipay.trade.refund", {
      out_trade_no: "p1",
      refund_amount: "50.00",
      out_request_no: "rf_1",
    });
    const { days } = await settle(world);
    const trade = await bill(world, "trade");
    expect(trade.names).toEqual([
      `${world.merchant.alipay.sellerId}0156_${today().replaceAll("-", "")}_业务明细(汇总).csv`,
      `${world.merchant.alipay.sellerId}0156_${today().replaceAll("-", "")}_业务明细.csv`,
    ]);
    const rows = billRows(trade.detail);
    expect(rows.every((row) => row.length === 25)).toBe(true);
    expect(rows.map((row) => [row[1], row[2], row[11], row[21], row[22]])).toEqual([
      ["p1", "交易", "100.50", "", "-0.60"],
      ["p2", "交易", "0.01", "", "0.00"],
      ["p1", "退款", "-50.00", "rf_1", "0.30"],
    ]);
    expect(trade.detail).toContain("#交易合计：2笔，商家实收共100.51元");
    expect(trade.detail).toContain("#退款合计：1笔，商家实收退款共-50.00元");
    const ledger = billRows((await bill(world, "signcustomer")).detail);
    expect(ledger.map((row) => [row[2], row[10], row[6], row[7]])).toEqual([
      ["p1", "在线支付", "100.50", "0.00"],
      ["p1", "收费", "0.00", "-0.60"],
      ["p2", "在线支付", "0.01", "0.00"],
      ["p1", "交易退款", "0.00", "-50.00"],
      ["p1", "退费", "0.30", "0.00"],
      ["", "提现", "0.00", "-50.21"],
    ]);
    let balance = 10_000_000n;
    for (const row of ledger) {
      balance += fenOfYuan(row[6]!) + fenOfYuan(row[7]!);
      expect(fenOfYuan(row[8]!)).toBe(balance);
    }
    const [day] = days.filter((item) => item.source === "alipay");
    expect(day).toMatchObject({
      rows: 3,
      grossFen: 5051,
      feeFen: 30,
      netFen: 5021,
      withdrawal: { amountFen: 5021 },
    });
    const bank = await statement(world, today());
    expect(bank.rows.map((row) => [row[2], row[5], row[11]])).toEqual([
      ["50.21", "支付宝（中国）网络技术有限公司", day?.withdrawal?.bankReference],
    ]);
  });

  it("grow with each settle of a day, and are empty on an empty day", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1"));
    await settle(world);
    await pay(world, payUrl(world, "p2"));
    expect(billRows((await bill(world, "trade")).detail)).toHaveLength(1);
    await settle(world);
    await settle(world);
    expect(billRows((await bill(world, "trade")).detail)).toHaveLength(2);
    const types = billRows((await bill(world, "signcustomer")).detail).map((row) => row[10]);
    expect(types.filter((type) => type === "提现")).toHaveLength(2);
    expect(billRows((await bill(world, "trade", "2026-01-01")).detail)).toHaveLength(0);
  });

  it("are fetched within thirty seconds or not at all", async () => {
    let now = new Date();
    const world = await startWorld({ now: () => now });
    const answer = await exec(world, "alipay.data.dataservice.bill.downloadurl.query", {
      bill_type: "trade",
      bill_date: "2026-01-01",
    });
    const url = String(answer.bill_download_url);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace("type=trade", "type=signcustomer"))).status).toBe(403);
    now = new Date(now.getTime() + 31_000);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe("Stripe books", () => {
  it("pay out the sum of the nets, and the payout arrives at the bank", async () => {
    const world = await startWorld();
    for (const [id, fen] of [
      ["p1", 10_050],
      ["p2", 400],
    ] as const) {
      await pay(world, (await world.stripe.checkout.sessions.create(checkoutParams(id, fen))).url!);
    }
    const [latest] = (await world.stripe.paymentIntents.list()).data;
    await world.stripe.refunds.create({ payment_intent: latest!.id, amount: 100 });
    await settle(world);
    const [payout] = (await world.stripe.payouts.list({ status: "paid" })).data;
    expect(payout).toMatchObject({ automatic: true, reconciliation_status: "completed", status: "paid" });
    const rows = (
      await world.stripe.balanceTransactions.list({ payout: payout!.id, limit: 100, expand: ["data.source"] })
    ).data;
    const nets = rows.filter((row) => row.type !== "payout").map((row) => row.net);
    expect(nets.reduce((total, net) => total + net, 0)).toBe(payout!.amount);
    expect(rows.find((row) => row.type === "payout")?.amount).toBe(-payout!.amount);
    const charges = rows.filter((row) => row.type === "charge");
    // 2.9 % of 100.50 is 2.9145, of 4.00 is 0.116; plus 2.35 each.
    expect(charges.map((row) => [row.amount, row.fee, row.net]).sort()).toEqual([
      [10_050, 526, 9524],
      [400, 247, 153],
    ]);
    expect(charges.map((row) => (row.source as { object: string }).object)).toEqual(["charge", "charge"]);
    const bank = await statement(world, today());
    expect(bank.rows.map((row) => [fenOfYuan(row[2]!), row[5], row[10]])).toEqual([
      [BigInt(payout!.amount), "STRIPE PAYMENTS", payout!.id],
    ]);
    const since = Math.floor(Date.now() / 86_400_000) * 86_400;
    expect((await world.stripe.balanceTransactions.list({ created: { gte: since } })).data).toHaveLength(4);
    expect((await world.stripe.balanceTransactions.list({ created: { lt: since } })).data).toHaveLength(0);
  });
});

describe("the bank statement", () => {
  it("has the CCB layout, in GBK, with outgoing and incoming payments", async () => {
    const world = await startWorld();
    const payment = {
      merchant: "o1",
      amountFen: 120_000,
      payee: "云岭小学, 食堂",
      reference: "b123",
      id: "b123",
    };
    const first = await control(world.sandbox, "bank-payment", payment);
    expect((await control(world.sandbox, "bank-payment", payment)).bankReference).toBe(first.bankReference);
    await expect(control(world.sandbox, "bank-payment", { ...payment, amountFen: 1 })).rejects.toThrow();
    await control(world.sandbox, "bank-payment", {
      merchant: "o1",
      amountFen: 5000,
      payee: "李某",
      reference: "捐款 d1",
      direction: "in",
    });
    expect((await statement(world, today())).rows).toHaveLength(0);
    await settle(world);
    const { preamble, rows } = await statement(world, today());
    expect(preamble[0]).toBe("中国建设银行");
    expect(preamble[1]).toContain(`账　　号,${world.merchant.bank.accountNo},账户名称,云岭助学会`);
    expect(rows.map((row) => [row[1], row[2], row[3], row[5], row[10]])).toEqual([
      ["1200.00", "0.00", "998800.00", "云岭小学, 食堂", "b123"],
      ["0.00", "50.00", "998850.00", "李某", "捐款 d1"],
    ]);
    expect(rows[0]![11]).toBe(first.bankReference);
  });
});

describe("a settle that breaks things", () => {
  it("omits until the next settle, changes amounts, adds what nobody knows", async () => {
    const world = await startWorld();
    await pay(world, payUrl(world, "p1", "10.00"));
    await pay(world, payUrl(world, "p2", "20.00"));
    const extra = { merchant: "o1", source: "alipay", amountFen: 777, subject: "无主" };
    const stray = { merchant: "o1", source: "bank", amountFen: -4200, subject: "手续费" };
    await settle(world, {
      omit: ["p1", "withdrawal:o1"],
      change: [{ id: "p2", amountFen: 1999 }],
      extra: [extra, stray],
    });
    const rows = billRows((await bill(world, "trade")).detail).map((row) => [row[1], row[11]]);
    expect(rows).toContainEqual(["p2", "19.99"]);
    expect(rows.map((row) => row[0])).not.toContain("p1");
    expect(rows.some(([number, amount]) => number?.startsWith("x") && amount === "7.77")).toBe(true);
    expect((await statement(world, today())).rows.map((row) => row[1])).toEqual(["42.00"]);
    await settle(world);
    expect(billRows((await bill(world, "trade")).detail).map((row) => row[1])).toContain("p1");
    expect((await statement(world, today())).rows).toHaveLength(3);
  });
});

describe("history", () => {
  it("imports past payments once, and one settle closes every day of it", async () => {
    const world = await startWorld();
    const payments = [
      { paymentId: "h1", amountFen: 10_000, paidAt: "2026-03-01T10:00:00Z", subject: "旧捐赠" },
      {
        paymentId: "h2",
        amountFen: 20_000,
        paidAt: "2026-03-02T10:00:00Z",
        subject: "旧捐赠",
        refundFen: 5000,
        refundId: "rf_h2",
      },
    ];
    type Imported = {
      payments: {
        paymentId: string;
        tradeNo?: string;
        paymentIntent?: string;
        balanceTransaction?: string;
        feeFen: number;
      }[];
    };
    const alipay = await control<Imported>(world.sandbox, "history", {
      merchant: "o1",
      provider: "alipay",
      payments,
    });
    expect(await control(world.sandbox, "history", { merchant: "o1", provider: "alipay", payments })).toEqual(
      alipay,
    );
    const cards = payments.map((payment) => ({
      ...payment,
      paymentId: `c${payment.paymentId}`,
      refundId: undefined,
    }));
    const stripe = await control<Imported>(world.sandbox, "history", {
      merchant: "o1",
      provider: "stripe",
      payments: cards,
    });
    const { days } = await settle(world);
    expect(
      days
        .filter((day) => day.rows > 0 && day.source !== "bank")
        .map((day) => [day.source, day.day, day.grossFen, day.feeFen]),
    ).toEqual([
      ["alipay", "2026-03-01", 10_000, 60],
      ["alipay", "2026-03-02", 15_000, 90],
      ["stripe", "2026-03-01", 10_000, 525],
      ["stripe", "2026-03-02", 15_000, 815],
    ]);
    const row = await world.stripe.balanceTransactions.retrieve(stripe.payments[0]!.balanceTransaction!);
    expect(row).toMatchObject({
      amount: 10_000,
      fee: stripe.payments[0]!.feeFen,
      created: Date.parse("2026-03-01T10:00:00Z") / 1000,
    });
    const day = billRows((await bill(world, "signcustomer", "2026-03-01")).detail);
    expect(day.map((cells) => [cells[1], cells[10]])).toContainEqual([
      alipay.payments[0]!.tradeNo,
      "在线支付",
    ]);
    expect((await statement(world, "2026-03-01", "2026-03-03")).rows).toHaveLength(4);
    expect(world.site.received).toHaveLength(0);
  });
});
