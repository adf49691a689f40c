import { spawn } from "node:child_process";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { expect, it } from "vitest";
import { startSandbox } from "#scripts/sandbox/server.ts";
import {
  type Credentials,
  checkoutParams,
  control,
  exec,
  pay,
  payUrl,
  startTestSandbox,
  startWorld,
  stripeClient,
  temporaryFolder,
} from "./support.ts";

it("keeps port, keys, orders, books and idempotency across a restart", async () => {
  const dataDir = await temporaryFolder();
  const world = await startWorld({ dataDir });
  const options = { idempotencyKey: "p2:1" };
  const session = await world.stripe.checkout.sessions.create(checkoutParams("p2"), options);
  await pay(world, payUrl(world, "p1"));
  await control(world.sandbox, "settle", {});
  await world.sandbox.close();
  // A crash in the middle of a line loses that line alone.
  await appendFile(join(dataDir, "sandbox", "journal.jsonl"), '{"t":"trades","id":"half');
  const again = await startTestSandbox({ dataDir });
  expect(again.url).toBe(world.sandbox.url);
  const merchant = await control<Credentials>(again, "merchants", { key: "o1" });
  expect(merchant).toEqual({ ...world.merchant, alipay: merchant.alipay, stripe: merchant.stripe });
  expect(merchant.alipay).toEqual(world.merchant.alipay);
  expect(merchant.stripe).toEqual(world.merchant.stripe);
  expect(await exec(world, "alipay.trade.query", { out_trade_no: "p1" })).toMatchObject({
    trade_status: "TRADE_SUCCESS",
  });
  const replayed = await stripeClient(merchant).checkout.sessions.create(checkoutParams("p2"), options);
  expect(replayed.id).toBe(session.id);
  const keys = JSON.parse(await readFile(join(dataDir, "sandbox", "keys.json"), "utf8"));
  expect(keys).toMatchObject({
    url: again.url,
    alipay: { merchants: [{ key: "o1" }] },
    stripe: { accounts: [{ key: "o1" }] },
    bankAccounts: [{ key: "o1" }],
  });
});

it("as a program: prints its address, and survives being killed at once", { timeout: 30_000 }, async () => {
  const dataDir = await temporaryFolder();
  const start = async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/sandbox/index.ts"], {
      env: { ...process.env, DATA_DIR: dataDir, SANDBOX_PORT: "0" },
    });
    const url = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const match = /^sandbox ready: (http:\/\/127\.0\.0\.1:\d+)$/m.exec(text);
        if (match) resolve(match[1]!);
      });
      child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
    });
    const kill = (signal: NodeJS.Signals) =>
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.kill(signal);
      });
    return { url, kill };
  };
  const first = await start();
  const merchant = await control<Credentials>(first, "merchants", { key: "o1" });
  const session = await stripeClient(merchant).checkout.sessions.create(checkoutParams("p1"));
  await first.kill("SIGKILL");
  const second = await start();
  expect(second.url).toBe(first.url);
  expect((await stripeClient(merchant).checkout.sessions.retrieve(session.id)).client_reference_id).toBe(
    "p1",
  );
  await second.kill("SIGTERM");
});

it("does not start on a port that is taken", async () => {
  const sandbox = await startTestSandbox();
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ dataDir: await temporaryFolder(), port })).rejects.toThrow("EADDRINUSE");
});

it("makes one set of keys however often a merchant is registered at once", async () => {
  const sandbox = await startTestSandbox();
  const asked = await Promise.all(
    [1, 2, 3].map(() => control<Credentials>(sandbox, "merchants", { key: "o2", name: "甲" })),
  );
  expect(new Set(asked.map((item) => item.alipay.appId)).size).toBe(1);
  const { merchants } = await control<{ merchants: Credentials[] }>(sandbox, "merchants");
  expect(merchants.map((item) => item.key)).toEqual(["o1", "o2"]);
});

it("keeps the mails that the site sends, and shows their links", async () => {
  const sandbox = await startTestSandbox();
  const transport = createTransport(sandbox.smtpUrl);
  const link = "http://127.0.0.1:3000/reset?token=a&b=1";
  await transport.sendMail({
    from: "a@example.org",
    to: "donor@example.org",
    subject: "重设密码",
    text: `请打开 ${link} 。`,
  });
  transport.close();
  const { mails } = await control<{ mails: Record<string, unknown>[] }>(
    sandbox,
    "mails?to=donor@example.org",
  );
  expect(mails).toMatchObject([{ to: ["donor@example.org"], subject: "重设密码", links: [link] }]);
  expect((await control<{ mails: unknown[] }>(sandbox, "mails?to=nobody@example.org")).mails).toEqual([]);
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toContain("重设密码");
  expect(page).toContain('href="http://127.0.0.1:3000/reset?token=a&#38;b=1"');
  const closed = await fetch(`${sandbox.url}/settle`, { method: "POST", redirect: "manual" });
  expect(closed.headers.get("location")).toBe("/?closed=0");
});
