import { describe, expect, it } from "vitest";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { takeRate } from "#app/lib/rate-limit.server.ts";
import { makeUser } from "#tests/factories/people.ts";
import { pruneRecordsJob } from "#workers/prune-records.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const countOf = async (table: string) => (await db.rows(`select 1 from ${table}`)).length;

describe("pruning", () => {
  it("forgets what is over and keeps what is not", async () => {
    const userId = await makeUser();
    for (const at of [daysAgo(15), daysAgo(1)]) {
      await startSession(userId, at);
      await takeRate({ name: "x", limit: 1, windowSeconds: 60 }, "s", at);
    }
    for (const [key, at] of [
      ["old", daysAgo(8)],
      ["new", daysAgo(6)],
    ]) {
      await db.run(
        "insert into idempotency_record (scope, key, request_sha256, created_at) values ('s', $1, 'x', $2)",
        [key, at],
      );
    }
    for (const sentAt of [daysAgo(31), daysAgo(29), null]) {
      const mail = { recipient: "a@example.org", subject: "s", text: "t" };
      const id = await transaction((tx) => requestMail(tx, mail, NOW));
      await db.run("update outgoing_mail set sent_at = $2 where id = $1", [id, sentAt]);
    }
    for (let times = 0; times < 2; times += 1) {
      await pruneRecordsJob({}, { now: NOW, signal: new AbortController().signal, log });
    }
    expect(await countOf("session")).toBe(1);
    expect(await countOf("rate_counter")).toBe(1);
    expect(await countOf("idempotency_record")).toBe(1);
    expect(await countOf("outgoing_mail")).toBe(2);
  });
});
