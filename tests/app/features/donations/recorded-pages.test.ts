import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs } from "@remix-run/node";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import type { GiftFileAnswer } from "#app/features/donations/recorded/file-page.server.ts";
import { readGiftFile } from "#app/features/donations/recorded/gift-file.ts";
import type { GiftsAnswer, NewGiftAnswer } from "#app/features/donations/recorded/gifts-page.server.ts";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { textOfSheet } from "#app/lib/sheet-rows.ts";
import { action as act, loader as list } from "#app/routes/workspace.gifts._index.tsx";
import { action as file } from "#app/routes/workspace.gifts.file.tsx";
import { loader as form, action as record } from "#app/routes/workspace.gifts.new.tsx";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { makeCharity } from "../reconciliation/statement-files.ts";

async function office() {
  const charity = await makeCharity();
  const clerk = await makeMember(charity.organizationId, "charity-clerk");
  return { ...charity, clerk, approver: await makeMember(charity.organizationId, "charity-approver") };
}

const args = async (userId: string, path: string, body?: URLSearchParams | FormData) => ({
  request: await requestOf(userId, path, body ? { method: "POST", body } : {}),
  params: {},
  context: {},
});
const send = async <Answer>(
  action: (given: ActionFunctionArgs) => Promise<unknown>,
  userId: string,
  fields: Record<string, string>,
): Promise<Response | { data: Answer; status: number }> => {
  const answer = await action(await args(userId, "/workspace/gifts", new URLSearchParams(fields)));
  if (answer instanceof Response) return answer;
  const { data, init } = answer as { data: Answer; init: ResponseInit | null };
  return { data, status: init?.status ?? 200 };
};
const isSaid = (key: string) =>
  ["zh", "en"].every((lng) => dictionary.getFixedT(lng, "recorded")(key as "title") !== key);

describe("the pages of gifts that people record", () => {
  it("record, count, and ask to reverse; each says where it leads", async () => {
    const place = await office();
    const { attempt, funds } = await form(await args(place.clerk, "/workspace/gifts/new"));
    const typed = {
      kind: "cash",
      attempt,
      fund: funds[0]?.id ?? "",
      amount: "36.50",
      givenOn: "2026-11-20",
      receiptNo: "A-1",
      visibility: "anonymous",
    };
    const wrong = await send<NewGiftAnswer>(record, place.clerk, {
      ...typed,
      amount: "1.234",
      receiptNo: "",
      visibility: "public",
    });
    if (wrong instanceof Response) throw new Error("taken");
    expect(wrong.status).toBe(422);
    expect(wrong.data.errors).toEqual({
      amount: "errAmountDecimals",
      receiptNo: "errReceiptMissing",
      name: "errNameMissing",
    });
    expect(wrong.data.typed.amount).toBe("1.234");
    for (let times = 0; times < 2; times += 1) {
      const sent = (await send(record, place.clerk, typed)) as Response;
      expect(sent.headers.get("location")).toBe("/workspace/gifts?done=recorded");
    }
    const again = await send<NewGiftAnswer>(record, place.clerk, { ...typed, attempt: randomUUID() });
    expect(again).toMatchObject({ status: 409, data: { errors: { receiptNo: "refuse_receipt-used" } } });

    const { toCount } = await list(await args(place.approver, "/workspace/gifts"));
    const [entry] = toCount;
    expect(entry).toMatchObject({ receiptNo: "A-1", amountFen: 3_650n });
    const id = entry?.id ?? "";
    const own = await send<GiftsAnswer>(act, place.clerk, { intent: "count", id });
    expect(own).toMatchObject({ status: 409, data: { refusal: "refuse_own-entry" } });
    const counted = (await send(act, place.approver, { intent: "count", id })) as Response;
    expect(counted.headers.get("location")).toBe("/workspace/gifts?done=counted");
    const lists = await list(await args(place.clerk, "/workspace/gifts?done=counted"));
    expect(lists).toMatchObject({ done: "counted", toCount: [], inHand: [{ id }] });
    const short = await send<GiftsAnswer>(act, place.clerk, { intent: "ask-reversal", id, reason: "错" });
    expect(short).toMatchObject({ data: { refusal: "refuse_reason-missing", about: id } });
    await send(act, place.clerk, { intent: "ask-reversal", id, reason: "收据写错了" });
    const reversed = (await send(act, place.approver, { intent: "reverse", id })) as Response;
    expect(reversed.headers.get("location")).toBe("/workspace/gifts?done=reversed");
    for (const key of [
      "refuse_own-entry",
      "refuse_receipt-used",
      "errAmountDecimals",
      "refuse_reason-missing",
    ])
      expect(isSaid(key), key).toBe(true);
  });

  it("are for clerks and approvers alone", async () => {
    const place = await office();
    const merchant = await makeMember(place.organizationId, "merchant");
    for (const open of [list, form])
      await expect(open(await args(merchant, "/workspace/gifts"))).rejects.toMatchObject({ status: 403 });
  });

  it("take many lines: shown first, each mistake beside its cell, recorded whole, once", async () => {
    const place = await office();
    const header = "项目,金额（元）,日期,收据号,公开方式,名字";
    const text = `${header}\n一餐热饭,100,2026-11-20,B-1,匿名,\n不存在,1.005,2026/13/1,,实名,\n`;
    const batch = randomUUID();
    const shown = await send<GiftFileAnswer>(file, place.clerk, { intent: "record", batch, text });
    if (shown instanceof Response) throw new Error("recorded");
    expect(shown.data).toMatchObject({ text, wrong: 1, totalFen: 10_000n });
    expect(shown.data.lines.map(({ errors }) => errors)).toEqual([
      {},
      {
        fund: "errFund",
        amount: "errAmountDecimals",
        givenOn: "errDay",
        receiptNo: "errReceiptMissing",
        name: "errNameMissing",
      },
    ]);
    expect(await db.rows("select 1 from recorded_gift")).toEqual([]);
    const right = `${header}\n一餐热饭,100,2026-11-20,B-1,匿名,\n一餐热饭,"1,200.50",2026年11月2日,B-2,化名,山茶\n`;
    for (let times = 0; times < 2; times += 1) {
      const sent = (await send(file, place.clerk, { intent: "record", batch, text: right })) as Response;
      expect(sent.headers.get("location")).toBe("/workspace/gifts?done=recorded");
    }
    expect(
      await db.rows(
        "select amount_fen as fen, given_on as day, pseudonym from recorded_gift order by receipt_no",
      ),
    ).toEqual([
      { fen: 10_000n, day: "2026-11-20", pseudonym: null },
      { fen: 120_050n, day: "2026-11-02", pseudonym: "山茶" },
    ]);
    const other = await send<GiftFileAnswer>(file, place.clerk, {
      intent: "check",
      batch: randomUUID(),
      text: right,
    });
    expect(other).toMatchObject({ data: { lines: [{ errors: { receiptNo: "refuse_receipt-used" } }, {}] } });
  });

  it.each(["", "项目,金额", "a,b\n1,2", `项目,金额,日期,收据号\n${"x,1,2026-11-20,1\n".repeat(501)}`])(
    "say what is wrong with a file as a whole (%#)",
    (text) => {
      const read = readGiftFile(text, [], "batch");
      expect(read.ok).toBe(false);
      if (!read.ok) expect(isSaid(`file_${read.reason}`)).toBe(true);
    },
  );

  it("read what Chinese spreadsheets write, with tabs too", () => {
    const fund = { id: "f", slug: "hot", title: "一餐热饭", titleEn: "A Hot Meal" };
    const text = "项目\t金额\t日期\t收据号\r\n一餐热饭\t１０\t2026.1.2\t7\r\n";
    for (const bytes of [iconv.encode(text, "gb18030"), Buffer.from(`\uFEFF${text}`)])
      expect(readGiftFile(textOfSheet(bytes), [fund], "b")).toMatchObject({
        ok: true,
        lines: [{ line: 2, errors: {}, gift: { amountFen: 1_000n, givenOn: "2026-01-02", receiptNo: "7" } }],
      });
  });
});
