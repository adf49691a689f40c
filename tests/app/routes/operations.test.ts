import { describe, expect, it } from "vitest";
import { listOpenAlerts, raiseAlert } from "#app/features/donations/alerts.server.ts";
import { db } from "#app/lib/db.server.ts";
import { action, loader } from "#app/routes/operations.tsx";
import { makeOrganization } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

async function makeDeadLetter(job = "trace-fund"): Promise<string> {
  const [row] = await db.rows<{ id: string }>(
    `insert into dead_letter (id, job, payload, error, attempts, failed_at)
     values (gen_random_uuid(), $1, '{"fundId":"aaaaaaaa"}', 'Error: no', 5, now()) returning id`,
    [job],
  );
  return row?.id ?? "";
}

const press = async (userId: string | null, form: Record<string, string>) =>
  action({
    request: await requestOf(userId, "/operations", { method: "POST", body: new URLSearchParams(form) }),
    context: {},
    params: {},
  });
const retry = (userId: string | null, id: string) => press(userId, { id });

describe("/operations", () => {
  it("shows the operator what waits and what failed, also without Redis or workers", async () => {
    const { organizationId } = await makeOrganization();
    const operator = await makeMember(organizationId, "operator");
    await makeDeadLetter();
    const shown = await loader({
      request: await requestOf(operator, "/operations"),
      context: {},
      params: {},
    });
    expect(shown.letters).toMatchObject([{ job: "trace-fund", attempts: 5 }]);
    expect(shown.status).toMatchObject({ deadLetterCount: 1n, heartbeats: [], outbox: { waiting: 0n } });
    expect(shown.head.nextIndex).toBe(0n);
    // The charity's key was sealed under one that is configured nowhere.
    expect(shown.oldSeals).toEqual({ remaining: 1, unreadable: 1 });
    // Nobody works: every queue is without a worker, and says so.
    expect(shown.queues.every(({ state }) => state === "no-consumer")).toBe(true);
    expect(shown.queues.find(({ job }) => job === "trace-fund")?.deadCount).toBe(1);
    expect(shown.waiting.find(({ state }) => state === "job-dead")).toMatchObject({ count: 1 });
  });

  it("sends all dead letters again that can be, at once by two people too, and says by whom", async () => {
    const { organizationId } = await makeOrganization();
    const operator = await makeMember(organizationId, "operator");
    for (let i = 0; i < 3; i += 1) await makeDeadLetter();
    await makeDeadLetter("no-such-job");
    const answers = await Promise.all([
      press(operator, { act: "retry-all" }),
      press(operator, { act: "retry-all" }),
    ]);
    const retried = answers.map(({ data }) => ("retried" in data ? data.retried : 0));
    expect(retried.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await db.rows("select 1 from outbox")).toHaveLength(3);
    const rows = await db.rows<{ by: string | null }>(
      `select retried_by_id as by from dead_letter order by retried_at nulls last`,
    );
    expect(rows.map(({ by }) => by)).toEqual([operator, operator, operator, null]);
  });

  it("keeps who dealt with an alert", async () => {
    const { organizationId, credentialId } = await makeOrganization();
    const operator = await makeMember(organizationId, "operator");
    const alert = { kind: "declines" as const, subject: credentialId, organizationId, credentialId };
    await raiseAlert({ ...alert, seenCount: 21 }, new Date());
    const [open] = await listOpenAlerts(null);
    expect(open).toMatchObject({ kind: "declines", organizationId, seenCount: 21 });
    expect((await press(operator, { alert: open?.id ?? "" })).data.ok).toBe(true);
    expect(await listOpenAlerts(null)).toEqual([]);
    expect((await press(operator, { alert: "x" })).data).toMatchObject({ ok: false, reason: "not-found" });
    // It goes on: the alert opens again.
    await raiseAlert({ ...alert, seenCount: 22 }, new Date());
    expect(await listOpenAlerts([organizationId])).toHaveLength(1);
    expect(await listOpenAlerts(["oaaaaaaaa"])).toEqual([]);
  });

  it("sends a dead letter again once, for the operator alone", async () => {
    const { organizationId } = await makeOrganization();
    const operator = await makeMember(organizationId, "operator");
    const clerk = await makeMember(organizationId, "charity-clerk");
    const id = await makeDeadLetter();
    const statusFor = async (userId: string | null) => {
      const thrown = await retry(userId, id).catch((error: Response) => error);
      return thrown instanceof Response ? thrown.status : null;
    };
    expect(await statusFor(clerk)).toBe(403);
    expect(await statusFor(null)).toBe(302);
    expect(await db.rows("select 1 from outbox")).toEqual([]);
    const answers = await Promise.all([retry(operator, id), retry(operator, id)]);
    expect(answers.map(({ data }) => data.ok).sort()).toEqual([false, true]);
    expect(await db.rows("select 1 from outbox")).toHaveLength(1);
  });
});
