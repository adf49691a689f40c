import { describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { action, loader } from "#app/routes/operations.tsx";
import { makeOrganization } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

async function makeDeadLetter(): Promise<string> {
  const [row] = await db.rows<{ id: string }>(
    `insert into dead_letter (id, job, payload, error, attempts, failed_at)
     values (gen_random_uuid(), 'trace-fund', '{"fundId":"aaaaaaaa"}', 'Error: no', 5, now()) returning id`,
  );
  return row?.id ?? "";
}

const retry = async (userId: string | null, id: string) =>
  action({
    request: await requestOf(userId, "/operations", { method: "POST", body: new URLSearchParams({ id }) }),
    context: {},
    params: {},
  });

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
