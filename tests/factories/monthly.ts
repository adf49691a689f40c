import { createServer, type Server } from "node:http";
import { chargeMonthlyPlans } from "#app/features/donations/monthly/charge-monthly-plans.server.ts";
import { type Plan, readPlan } from "#app/features/donations/monthly/plan-rows.server.ts";
import { type PlanNow, planNow } from "#app/features/donations/monthly/plan-state.ts";
import { startMonthlyPlan } from "#app/features/donations/monthly/start-monthly-plan.server.ts";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { parseShanghaiDateTime, shanghaiDay } from "#app/lib/time.ts";
import { type Sandbox, startSandbox } from "#scripts/sandbox/server.ts";
import { temporaryFolder } from "#scripts/services/place.ts";
import { control } from "./giving.ts";
import { makePayingPlace, type OnlineProvider, type PayingPlace } from "./paying.ts";

/** A site and a sandbox on one clock that the test moves. */
export interface MonthlyWorld {
  sandbox: Sandbox;
  site: Server;
  /** China's time, "2026-03-05 10:00:00". */
  goTo(moment: string): void;
  now(): Date;
  /** The sandbox's messages are not heard while this is set. */
  deaf: boolean;
  /** After each test: no message of it is still being taken while the database is emptied. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** The test file sets PUBLIC_URL to a free port before anything is imported. */
export async function startMonthlyWorld(name: string, begin: string): Promise<MonthlyWorld> {
  let at = momentOf(begin);
  const sandbox = await startSandbox({
    dataDir: temporaryFolder(name),
    port: 0,
    smtpPort: 0,
    siteUrl: "",
    retryScale: 0.0001,
    now: () => at,
  });
  const world: MonthlyWorld = {
    sandbox,
    site: createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", async () => {
        const [, , provider = "", credentialId = ""] = (request.url ?? "").split("/");
        const isHeard = !world.deaf && provider !== "";
        const answer = isHeard
          ? await receiveNotification(provider, credentialId, Buffer.concat(parts), request.headers, at)
          : { status: 503, body: "deaf" };
        response.writeHead(answer.status).end(answer.body);
      });
    }),
    goTo: (moment) => {
      at = momentOf(moment);
    },
    now: () => at,
    deaf: false,
    quiet: async () => {
      world.deaf = true;
      await sandbox.state.idle();
    },
    close: async () => {
      await sandbox.close();
      world.site.closeAllConnections();
      await new Promise((closed) => world.site.close(closed));
    },
  };
  const { port } = new URL(env().PUBLIC_URL);
  await new Promise<void>((listening) => world.site.listen(Number(port), "127.0.0.1", listening));
  return world;
}

function momentOf(text: string): Date {
  const at = parseShanghaiDateTime(text);
  if (!at) throw new Error(`not a moment: ${text}`);
  return at;
}

export interface MonthlyPlace extends PayingPlace {
  slug: string;
}

let count = 0;

/** @param key the merchant at the sandbox, whose keys are made once a file. */
export async function makeMonthlyPlace(world: MonthlyWorld, key = "monthly"): Promise<MonthlyPlace> {
  const place = await makePayingPlace(world.sandbox, env().PUBLIC_URL, key);
  // The factory's own credential holds nonsense.
  const mine = Object.values(place.credentials);
  await db.run("delete from account where credential_id is not null and credential_id <> all($1)", [mine]);
  await db.run("delete from payment_credential where key_id = 'none' and id <> all($1)", [mine]);
  // Faults of an earlier test are over.
  await fetch(`${world.sandbox.url}/control/fault`, { method: "DELETE" });
  world.deaf = false;
  return { ...place, slug: place.fundId };
}

export interface PlanHandle {
  fundId: string;
  id: string;
  token: string;
  signUrl: string;
}

/** A plan whose page is open, not signed yet. */
export async function openPlan(
  world: MonthlyWorld,
  place: MonthlyPlace,
  over: { provider?: OnlineProvider; amountFen?: bigint; dayOfMonth?: number; email?: string } = {},
): Promise<PlanHandle> {
  const target = await findGivingTarget("project", place.slug, world.now());
  if (!target) throw new Error("the fund is not published");
  const started = await startMonthlyPlan({
    target,
    intention: `test:${count++}`,
    amountFen: over.amountFen ?? 3_000n,
    dayOfMonth: over.dayOfMonth ?? 5,
    provider: over.provider ?? "alipay",
    visibility: "anonymous",
    email: over.email ?? "donor@example.org",
    userId: null,
    now: world.now(),
  });
  if (!started.ok) throw new Error(started.reason);
  return { fundId: place.fundId, id: started.planId, token: started.token, signUrl: started.signUrl };
}

export async function sign(world: MonthlyWorld, signUrl: string): Promise<void> {
  await control(world.sandbox, "pay", { payUrl: signUrl, outcome: "paid" });
}

export async function signedPlan(
  world: MonthlyWorld,
  place: MonthlyPlace,
  over: Parameters<typeof openPlan>[2] = {},
): Promise<PlanHandle> {
  const plan = await openPlan(world, place, over);
  await sign(world, plan.signUrl);
  return plan;
}

export const round = (world: MonthlyWorld) => chargeMonthlyPlans(world.now());

export async function planOf(key: { fundId: string; id: string }): Promise<Plan> {
  const plan = await readPlan(db, key);
  if (!plan) throw new Error("no such plan");
  return plan;
}

export async function stateOf(world: MonthlyWorld, key: { fundId: string; id: string }): Promise<PlanNow> {
  return planNow(await planOf(key), shanghaiDay(world.now()));
}

/** Subjects of the letters so far, the Chinese half. */
export async function letters(): Promise<string[]> {
  const rows = await db.rows<{ subject: string }>(
    "select subject from outgoing_mail order by created_at, xmin::text::bigint, ctid",
  );
  return rows.map(({ subject }) => subject.split(" · ")[0] ?? "");
}

/** What the sandbox really took for a plan's fund: by our numbers, at both providers. */
export async function takenBySandbox(world: MonthlyWorld): Promise<bigint> {
  const { trades, charges } = world.sandbox.state.tables;
  const alipay = trades.all().filter((trade) => trade.paidAt);
  const stripe = charges.all().filter((charge) => charge.paid);
  return [...alipay.map((trade) => trade.paidFen), ...stripe.map((charge) => charge.amountFen)].reduce(
    (sum, fen) => sum + fen,
    0n,
  );
}
