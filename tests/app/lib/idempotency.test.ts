import { describe, expect, it, vi } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { withIdempotency } from "#app/lib/idempotency.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { problem } from "#app/lib/problem.server.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const request = (key: string | null) =>
  new Request("http://127.0.0.1:3000/api/v1/things", {
    method: "POST",
    headers: key === null ? {} : { "Idempotency-Key": key },
  });

function counter() {
  let count = 0;
  return vi.fn(async () => {
    count += 1;
    return jsonAnswer({ count }, { status: 201 });
  });
}

describe("an API write with an Idempotency-Key", () => {
  it("gives the first answer again, byte for byte", async () => {
    const work = counter();
    const first = await withIdempotency(request("k"), "s", "{}", NOW, work);
    const second = await withIdempotency(request("k"), "s", "{}", later(5), work);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(work).toHaveBeenCalledTimes(1);
    expect(work).toHaveBeenCalledWith({ key: "k" });
  });

  it("is refused with another body, and another scope is another call", async () => {
    const work = counter();
    await withIdempotency(request("k"), "s", "{}", NOW, work);
    const other = await withIdempotency(request("k"), "s", '{"a":1}', NOW, work);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ type: "urn:mingshan:problem:idempotency-key-reused" });
    expect((await withIdempotency(request("k"), "t", '{"a":1}', NOW, work)).status).toBe(201);
  });

  it("runs once when ten come at the same moment, and all get its answer", async () => {
    const work = counter();
    const calls = Array.from({ length: 10 }, () => withIdempotency(request("k"), "s", "{}", NOW, work));
    const texts = await Promise.all((await Promise.all(calls)).map((answer) => answer.text()));
    expect(new Set(texts)).toEqual(new Set(['{"count":1}']));
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("keeps a refusal of the work, but not a failure of ours", async () => {
    const refuse = vi.fn(async () => problem(request("k"), "refused"));
    await withIdempotency(request("k"), "s", "{}", NOW, refuse);
    const again = await withIdempotency(request("k"), "s", "{}", NOW, refuse);
    expect([again.status, again.headers.get("content-type")]).toEqual([
      422,
      "application/problem+json; charset=utf-8",
    ]);
    expect(refuse).toHaveBeenCalledTimes(1);

    const fail = async () => {
      throw new Error("database gone");
    };
    await expect(withIdempotency(request("f"), "s", "{}", NOW, fail)).rejects.toThrow("database gone");
    expect((await withIdempotency(request("f"), "s", "{}", NOW, counter())).status).toBe(201);
  });

  it("is taken over after a crash half-way, by one of two", async () => {
    await db.run(
      `insert into idempotency_record (scope, key, request_sha256, created_at)
       select 's', 'k', request_sha256, $1 from (select $2::text as request_sha256) as given`,
      [NOW, await shaOf("{}")],
    );
    const work = counter();
    const answers = await Promise.all(
      [later(61), later(62)].map((now) => withIdempotency(request("k"), "s", "{}", now, work)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("is told to come back while the first is still at work", { timeout: 15_000 }, async () => {
    let finish = () => {};
    const open = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const slow = withIdempotency(request("k"), "s", "{}", NOW, async () => {
      await open;
      return jsonAnswer({ slow: true });
    });
    await vi.waitFor(async () => expect(await db.rows("select 1 from idempotency_record")).toHaveLength(1));
    const second = await withIdempotency(request("k"), "s", "{}", NOW, counter());
    expect([second.status, second.headers.get("retry-after")]).toEqual([409, "1"]);
    finish();
    expect(await (await slow).json()).toEqual({ slow: true });
  });

  it("needs a key only where it is required, and a readable one", async () => {
    expect((await withIdempotency(request(null), "s", "{}", NOW, counter())).status).toBe(201);
    const missing = await withIdempotency(request(null), "s", "{}", NOW, counter(), { required: true });
    expect(missing.status).toBe(400);
    expect((await withIdempotency(request("a b"), "s", "{}", NOW, counter())).status).toBe(400);
    expect((await withIdempotency(request("k".repeat(256)), "s", "{}", NOW, counter())).status).toBe(400);
  });
});

/** The fingerprint that a finished call leaves, taken from one. */
async function shaOf(body: string): Promise<string> {
  await withIdempotency(request("probe"), "probe", body, NOW, async () => jsonAnswer({}));
  const [row] = await db.rows<{ sha: string }>(
    `select request_sha256 as sha from idempotency_record where scope = 'probe'`,
  );
  return row?.sha ?? "";
}
