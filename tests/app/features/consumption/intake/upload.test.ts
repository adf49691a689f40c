import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readOrderList } from "#app/features/consumption/intake/upload/read-order-list.ts";
import { pruneUploads, takeUpload } from "#app/features/consumption/intake/upload/take-upload.server.ts";
import { findUpload } from "#app/features/consumption/intake/upload/upload-queries.server.ts";
import {
  loadUpload,
  outcomeFile,
  takeFromForm,
  templateFile,
  UPLOAD_PATH,
  uploadFromForm,
} from "#app/features/consumption/intake/upload/upload-work.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { type MerchantPlace, makeMerchant } from "#tests/factories/merchants.ts";
import { requestOf } from "#tests/factories/people.ts";

const NOW = new Date();
const SOLD = shanghaiDateTime(new Date(NOW.getTime() - 7_200_000));
const BACK = shanghaiDateTime(new Date(NOW.getTime() - 3_600_000));

async function upload(
  { userId }: MerchantPlace,
  text: string | Blob,
  id: string = randomUUID(),
): Promise<string> {
  const body = new FormData();
  body.set("id", id);
  body.set("file", new File([text], "十一月.csv"));
  const answer = await uploadFromForm(await requestOf(userId, UPLOAD_PATH, { method: "POST", body }), NOW);
  if (!(answer instanceof Response))
    throw new Error((answer as { data: { complaint: string } }).data.complaint);
  expect(answer.headers.get("location")).toBe(`${UPLOAD_PATH}/${id}`);
  return id;
}
const take = async ({ userId }: MerchantPlace, id: string) =>
  takeFromForm(await requestOf(userId, `${UPLOAD_PATH}/${id}`, { method: "POST" }), id, NOW);
const see = async ({ userId, merchantId }: MerchantPlace, id: string) => {
  const { upload: _view, ...said } = await loadUpload(await requestOf(userId), id, NOW);
  return { upload: await findUpload(id, [merchantId]), ...said };
};

describe("an uploaded list of orders", () => {
  test("is checked row by row, then taken: orders before returns, faults left behind", async () => {
    const place = await makeMerchant();
    const list = [
      "\uFEFF单号,类型,金额（元）,优惠(元),时间,活动,商品,退哪一单",
      `R1,退货,"1,000.00",,${BACK},,,A1`,
      `A1,订单,"1,000.00",0.5,${SOLD},,3,`,
      `A2,,36.505,,${SOLD},,,`,
      `A3,,36.5,,昨天,,,`,
      `A4,,１２.50元,,${SOLD.replaceAll("-", "/").slice(0, 16)},,茶*2;饼,`,
      `A5,,1,,${SOLD},别处,,`,
      `R2,退货,1,,${BACK},,,A9`,
    ].join("\r\n");
    const id = await upload(place, list);
    expect(await upload(place, list, id)).toBe(id);
    const checked = await see(place, id);
    expect(checked.upload).toMatchObject({
      rowCount: 7,
      begunAt: null,
      rejectedCount: 2n,
      acceptedCount: 0n,
    });
    const faults = [
      [4, "bad-amount"],
      [5, "bad-time"],
      [7, "unknown-campaign"],
      [8, "unknown-order"],
    ];
    expect(checked.rejected.map(({ line, reason }) => [line, reason])).toEqual(faults);
    expect(checked).toMatchObject({ rejectedCount: 4n, duplicateCount: 0n });
    expect(await db.rows("select 1 from consumption_event")).toHaveLength(0);
    await Promise.all([take(place, id), take(place, id)]);
    const taken = await see(place, id);
    expect(taken.upload).toMatchObject({
      acceptedCount: 3n,
      duplicateCount: 0n,
      rejectedCount: 4n,
      giftE4: 125_000n,
    });
    expect(taken.upload?.finishedAt).toEqual(NOW);
    expect(taken.rejected.map(({ line, reason }) => [line, reason])).toEqual(faults);
    const stored = await db.rows(
      "select order_no, amount_fen, discount_fen, item_count, items, source from consumption_event where type = 'order' order by order_no",
    );
    expect(stored).toEqual([
      { order_no: "A1", amount_fen: 100_000n, discount_fen: 50n, item_count: 3, items: null, source: "csv" },
      {
        order_no: "A4",
        amount_fen: 1_250n,
        discount_fen: 0n,
        item_count: null,
        items: [
          { sku: "茶", quantity: 2 },
          { sku: "饼", quantity: 1 },
        ],
        source: "csv",
      },
    ]);
    const again = await upload(place, list);
    expect(await see(place, again)).toMatchObject({ rejectedCount: 4n, duplicateCount: 3n });
    await take(place, again);
    expect((await see(place, again)).upload).toMatchObject({
      acceptedCount: 0n,
      duplicateCount: 3n,
      rejectedCount: 4n,
    });
    const file = await outcomeFile(await requestOf(place.userId, "/?lang=en"), again);
    const lines = (await file.text()).split("\r\n");
    expect(lines[0]).toBe('Row,order no,Outcome,"Donation (1/10,000 fen)","Why, and what to do"');
    expect(lines[2]).toBe("3,A1,Known already,10000000,");
    expect(lines[3]).toMatch(/^4,A2,Not taken,0,/);
    expect(lines).toHaveLength(9);
  });

  test("of many rows is a worker's, and goes on after a stop", async () => {
    const place = await makeMerchant();
    const rows = Array.from({ length: 2_500 }, (_, at) => `A${at},1,${SOLD}`);
    const id = await upload(place, ["order no,amount,time", ...rows].join("\n"));
    const answer = await take(place, id);
    expect(answer.headers.get("location")).toBe(`/workspace/work/${id}`);
    expect((await see(place, id)).upload?.acceptedCount).toBe(0n);
    expect(await db.rows("select 1 from outbox where job = 'take-order-list'")).toHaveLength(1);
    const stop = new AbortController();
    const stopped = takeUpload(id, NOW, { ...stop.signal, throwIfAborted: stopAfter(2) } as AbortSignal);
    await expect(stopped).rejects.toThrow("stopped");
    expect((await see(place, id)).upload?.acceptedCount).toBe(2_000n);
    await Promise.all([takeUpload(id, NOW), takeUpload(id, NOW)]);
    expect((await see(place, id)).upload).toMatchObject({ acceptedCount: 2_500n, duplicateCount: 0n });
    const [work] = await db.rows("select done, total, finished_at is not null as finished from long_work");
    expect(work).toEqual({ done: 2_500, total: 2_500, finished: true });
  });

  test("is nobody else's, and is forgotten after three months", async () => {
    const place = await makeMerchant();
    const other = await makeMerchant();
    const id = await upload(place, `单号,金额,时间\nA1,1,${SOLD}`);
    await expect(see(other, id)).rejects.toMatchObject({ status: 404 });
    await expect(take(other, id)).rejects.toMatchObject({ status: 404 });
    await expect(take(place, "x")).rejects.toMatchObject({ status: 404 });
    await pruneUploads(new Date(NOW.getTime() + 91 * 86_400_000));
    expect(await findUpload(id, [place.merchantId])).not.toBeNull();
    await pruneUploads(new Date(NOW.getTime() + 93 * 86_400_000));
    expect(await findUpload(id, [place.merchantId])).toBeNull();
  });

  test("is refused where it is no list", async () => {
    const place = await makeMerchant();
    for (const [text, complaint] of [
      ["", "no-file"],
      ["单号,金额,时间", "empty"],
      ["a,b,c\n1,2,3", "columns-missing"],
      [new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), "too-large"],
    ] as const)
      await expect(upload(place, text), complaint).rejects.toThrow(complaint);
  });

  test("begins from a template in both languages, whose own rows can be read", async () => {
    const place = await makeMerchant();
    for (const lang of ["zh", "en"]) {
      const file = await templateFile(await requestOf(place.userId, `/?lang=${lang}`), NOW);
      const read = readOrderList(new Uint8Array(await file.arrayBuffer()));
      expect(read).toMatchObject({
        ok: true,
        rows: [
          { orderNo: "A-0001", isReturn: false, reason: null, event: { amountFen: 3_650, items: 2 } },
          { orderNo: "R-0001", isReturn: true, reason: null, event: { returnOf: "A-0001" } },
        ],
      });
    }
  });
});

/** Says stop the n-th time it is asked. */
function stopAfter(times: number): () => void {
  let asked = 0;
  return () => {
    asked += 1;
    if (asked > times) throw new Error("stopped");
  };
}
