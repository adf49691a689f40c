import { createHash, randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { countGoods, receiveGoods } from "#app/features/disbursements/goods/receive-goods.server.ts";
import { buildExport } from "#app/features/exports/build-export.server.ts";
import { pruneExports, readExport } from "#app/features/exports/export-files.server.ts";
import { EXPORT_KINDS, type ExportKind } from "#app/features/exports/export-kinds.ts";
import { actOnExports, answerExportFile } from "#app/features/exports/exports-page.server.ts";
import { fetchExport } from "#app/features/exports/fetch-export.server.ts";
import { requestExport } from "#app/features/exports/request-export.server.ts";
import { exportParts } from "#app/features/exports/write-csv.server.ts";
import { db, pool } from "#app/lib/db.server.ts";
import { findWork, longWorkState } from "#app/lib/long-work.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { NOW } from "#tests/factories/books.ts";
import { requestOf } from "#tests/factories/people.ts";
import { makeSettledGift, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";
import { spend } from "../funds/spend.ts";

const DAY = "2026-11-22";

const wanted = (place: SpendingPlace, kind: ExportKind, over: object = {}) => ({
  id: randomUUID(),
  organizationId: place.organizationId,
  userId: place.clerkId,
  kind,
  fromDay: DAY,
  toDay: DAY,
  withDonors: false,
  now: NOW,
  ...over,
});

async function fetched(place: SpendingPlace, id: string): Promise<{ bytes: Buffer; response: Response }> {
  const result = await fetchExport({
    id,
    organizationIds: [place.organizationId],
    userId: place.clerkId,
    now: NOW,
  });
  if (!result.ok) throw new Error(result.reason);
  return { bytes: Buffer.from(await result.response.arrayBuffer()), response: result.response };
}

/** Rows as objects by their heads, and the records that sum them. */
function read(bytes: Buffer) {
  const records: string[][] = parse(bytes, { bom: true, relax_column_count: true });
  const [head = [], ...rest] = records;
  const rows = rest
    .filter(([first]) => !first?.startsWith("#"))
    .map((cells) => Object.fromEntries(cells.map((cell, at) => [head[at] ?? "", cell])));
  return { head, rows, sums: rest.filter(([first]) => first?.startsWith("#")) };
}

async function exported(place: SpendingPlace, kind: ExportKind, over: object = {}) {
  const input = wanted(place, kind, over);
  expect(await requestExport(input)).toEqual({ ok: true, isBuilt: false, repeated: false });
  return { id: input.id, ...read((await fetched(place, input.id)).bytes) };
}

async function makeBooks(): Promise<SpendingPlace> {
  const place = await makeSpendingPlace();
  const open = await makeSettledGift(place, 12_345n);
  const hidden = await makeSettledGift(place, 5n);
  await makeSettledGift(place, 100_000n, 600n);
  await db.run(
    `update donation set donor_name = '=cmd|calc,"王', email = 'a@example.org', visibility = 'public' where id = $1`,
    [open.donationId],
  );
  await db.run("update donation set donor_name = '不留名的人', phone = '13800000000' where id = $1", [
    hidden.donationId,
  ]);
  await spend(place, 40_000n, { deliveredFen: 25_000n });
  return place;
}

describe("exports", () => {
  it("hold every row of the range with rows and sum at their end, and names only where asked for", async () => {
    const place = await makeBooks();
    const plain = await exported(place, "gifts");
    expect(plain.sums).toEqual([["#sum", "3", "CNY", "1123.50"]]);
    expect(plain.rows.map((row) => row.amount_yuan).sort()).toEqual(["0.05", "1000.00", "123.45"]);
    expect(plain.head).not.toContain("donor_name");

    const named = await exported(place, "gifts", { withDonors: true });
    const names = named.rows.map((row) => row.donor_name).filter(Boolean);
    // A formula is disarmed; who gave without a name has none here either.
    expect(names).toEqual([`'=cmd|calc,"王`]);
    expect(JSON.stringify(named.rows)).not.toMatch(/不留名的人|13800000000/);

    const spent = await exported(place, "disbursements");
    expect(spent.rows).toMatchObject([{ amount_yuan: "400.00", reached_yuan: "250.00" }]);
    // Goods are counted and summed apart from money.
    const goods = { id: randomUUID(), organizationId: place.organizationId, now: NOW };
    const rice = {
      fundId: place.fundId,
      name: "大米",
      unit: "袋",
      quantity: 2,
      valuation: "nominal",
      valueFen: 1n,
    } as const;
    const where = { batchNo: "", expiresOn: null, place: "仓库", donorName: null, receivedOn: DAY };
    const file = { name: "a.pdf", content: new TextEncoder().encode("%PDF-1.4") };
    await receiveGoods({ ...goods, ...rice, ...where, file, userId: place.clerkId });
    await countGoods({ ...goods, userId: place.approverId, decision: "counted" });
    const ledger = await exported(place, "ledger");
    const [money] = await db.rows<{ rows: bigint; fen: bigint }>(
      "select count(*) as rows, sum(amount_fen)::int8 as fen from transfer where currency = 'CNY'",
    );
    expect(ledger.sums).toEqual([
      ["#sum", `${money?.rows}`, "CNY", fenToYuan(money?.fen ?? 0n)],
      ["#sum", "1", "CNY-GOODS", "1.00"],
    ]);
    for (const kind of EXPORT_KINDS) {
      const none = await exported(place, kind, {
        fromDay: "2020-01-01",
        toDay: "2020-12-31",
        withDonors: true,
      });
      expect(none.sums, kind).toEqual([["#sum", "0", "CNY", "0.00"]]);
    }
  });

  it("keep what a streamed file came to, and put each request and each fetch on the trail", async () => {
    const place = await makeBooks();
    const input = wanted(place, "gifts");
    const both = await Promise.all([requestExport(input), requestExport(input)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect(await requestExport({ ...input, kind: "ledger" })).toEqual({ ok: false, reason: "other-content" });
    const { bytes } = await fetched(place, input.id);
    expect(await readExport(input.id, [place.organizationId])).toMatchObject({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      rowCount: 3n,
      sizeBytes: BigInt(bytes.byteLength),
      sums: { CNY: "112350" },
    });
    const acts = await db.rows<{ act: string; details: { withDonors: boolean } }>(
      "select act, details from organization_act where subject_kind = 'export' order by act desc",
    );
    expect(acts.map(({ act }) => act)).toEqual(["export-requested", "export-fetched"]);
  });

  it("are built by a worker above the limit, once, even after a crash half-way", async () => {
    const place = await makeBooks();
    const input = wanted(place, "ledger");
    expect(await requestExport(input, 2)).toMatchObject({ ok: true, isBuilt: true });
    const job = { organizationId: place.organizationId, exportId: input.id, now: () => NOW };
    expect(await db.rows("select payload from outbox where job = 'build-export'")).toHaveLength(1);
    const who = { id: input.id, organizationIds: [place.organizationId], userId: place.clerkId, now: NOW };
    expect(await fetchExport(who)).toEqual({ ok: false, reason: "not-finished" });

    const cut = AbortSignal.abort(new Error("the power went"));
    await expect(buildExport({ ...job, signal: cut })).rejects.toThrow("the power went");
    const stopped = await findWork(input.id, [place.organizationId]);
    expect(stopped && longWorkState(stopped)).toBe("failed");
    await Promise.all([buildExport(job), buildExport(job)]);

    const { bytes, response } = await fetched(place, input.id);
    const file = await readExport(input.id, [place.organizationId]);
    const digest = createHash("sha256").update(bytes);
    expect(response.headers.get("content-length")).toBe(String(bytes.byteLength));
    expect(response.headers.get("repr-digest")).toBe(`sha-256=:${digest.copy().digest("base64")}:`);
    expect(file?.sha256).toBe(digest.digest("hex"));
    expect(read(bytes).rows).toHaveLength(Number(file?.rowCount));
    const work = await findWork(input.id, [place.organizationId]);
    expect(work && longWorkState(work)).toBe("finished");

    const later = new Date(NOW.getTime() + 8 * 86_400_000);
    await pruneExports(later);
    expect(await fetchExport({ ...who, now: later })).toEqual({ ok: false, reason: "expired" });
    expect(await db.rows("select 1 as x from export_chunk")).toHaveLength(0);
  });

  it("are a stranger's 404, refuse days in the wrong order, and let go of the connection of a reader who leaves", async () => {
    const place = await makeBooks();
    const stranger = await makeSpendingPlace();
    const input = wanted(place, "gifts");
    await requestExport(input);
    const request = await requestOf(stranger.clerkId, "/workspace/exports");
    const args = { request, params: { id: input.id }, context: {} } as LoaderFunctionArgs;
    await expect(answerExportFile(args)).rejects.toMatchObject({ status: 404 });
    expect(await requestExport(wanted(place, "gifts", { userId: stranger.clerkId }))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    const body = new URLSearchParams({ attempt: randomUUID(), kind: "gifts", from: DAY, to: "2026-01-01" });
    const form = await requestOf(place.clerkId, "/workspace/exports", { method: "POST", body });
    expect(await actOnExports({ request: form, params: {}, context: {} })).toMatchObject({
      init: { status: 422 },
      data: { errors: { to: "refuse_from-after-to" } },
    });
    const idle = pool.idleCount;
    const parts = exportParts(input);
    await parts.next();
    await parts.next();
    await parts.return(undefined as never);
    expect(pool.totalCount - pool.idleCount).toBe(0);
    expect(pool.idleCount).toBeLessThanOrEqual(idle);
  });
});
