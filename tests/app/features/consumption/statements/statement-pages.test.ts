import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, describe, expect, it } from "vitest";
import { settleStatements } from "#app/features/consumption/statements/settle-statements.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { donationToken, hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { db } from "#app/lib/db.server.ts";
import { loader as open } from "#app/routes/consumption.$slug_.statements.$id.tsx";
import { loader as csv } from "#app/routes/consumption.$slug_.statements.$id[.]csv.ts";
import { loader as pdf } from "#app/routes/consumption.$slug_.statements.$id[.]pdf.ts";
import { loader as works } from "#app/routes/workspace.consumption.statements._index.tsx";
import { loader as work, action as workAct } from "#app/routes/workspace.consumption.statements.$id.tsx";
import { loader as sales } from "#app/routes/workspace.sales.statements._index.tsx";
import { loader as sale, action as saleAct } from "#app/routes/workspace.sales.statements.$id.tsx";
import { makePendingGift, paidFact } from "#tests/factories/books.ts";
import { type CampaignPlace, makeCampaign } from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { makeStatement, type StatementPlace } from "#tests/factories/statements.ts";

const USCC = "91330122MA2KDEM09J";

let place: CampaignPlace;
let made: StatementPlace;
let clerkId: string;
beforeEach(async () => {
  place = await makeCampaign();
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
     values (gen_random_uuid(), $1, 'CCB', '演示慈善会', '44000000000000001234', now())`,
    [place.organizationId],
  );
  await db.run("update payment_credential set disabled_at = now()");
  made = await makeStatement(place, 5_000n);
  clerkId = await makeMember(place.organizationId, "charity-clerk");
});

const sent = (fields: Record<string, string>): RequestInit => ({
  method: "POST",
  body: new URLSearchParams(fields),
});
async function at(userId: string | null, path: string, init: RequestInit = {}) {
  const params = { slug: place.slug, id: made.statementId };
  return { request: await requestOf(userId, path, init), params, context: {} };
}
/** What a loader or action answers, or throws as an answer. */
async function outcome<T>(work: Promise<T>): Promise<T | { status: number; to: string | null }> {
  return work.catch((thrown: unknown) => {
    if (thrown instanceof Response) return { status: thrown.status, to: thrown.headers.get("Location") };
    throw thrown;
  });
}
const SALE = "/workspace/sales/statements/x";
const act = async (fields: Record<string, string>, userId = made.userId) =>
  outcome(saleAct(await at(userId, SALE, sent(fields))) as Promise<unknown>);

describe("the enterprise's pages", () => {
  it("are its own people's alone", async () => {
    const other = await makeStatement(place, 700n);
    expect(await outcome(sale(await at(other.userId, SALE)))).toMatchObject({ status: 404 });
    expect(await outcome(sale(await at(clerkId, SALE)))).toMatchObject({ status: 403 });
    const list = await sales(await at(other.userId, "/workspace/sales/statements"));
    expect(list).toMatchObject({ counts: { all: 1, unconfirmed: 1, unpaid: 0, overdue: 1 } });
  });

  it("lead from confirming through a transfer to the receipt in the enterprise's name", async () => {
    expect(await act({ intent: "pay", way: "offline", email: "a@example.org" })).toMatchObject({
      data: { refusal: "not-confirmed" },
    });
    expect(await act({ intent: "confirm" })).toMatchObject({ status: 303 });
    expect(await act({ intent: "pay", way: "offline", email: "no" })).toMatchObject({
      data: { errors: { email: "errEmail" } },
    });
    expect(await act({ intent: "pay", way: "alipay", email: "a@example.org" })).toMatchObject({
      data: { refusal: "way-not-offered" },
    });
    expect(await act({ intent: "pay", way: "offline", email: "a@example.org" })).toMatchObject({
      status: 303,
    });
    expect(await sale(await at(made.userId, SALE))).toMatchObject({
      transfer: { amountFen: 5_000n, accounts: [{ accountNo: "44000000000000001234" }] },
      ways: ["offline"],
      papers: [],
    });
    expect(await db.rows("select recipient from outgoing_mail where text like '%附言%'")).toEqual([
      { recipient: "a@example.org" },
    ]);
  });

  it("ask for the receipt with one press once the gift counts", async () => {
    await db.run("update organization set uscc = $2 where id = $1", [made.merchantId, USCC]);
    await act({ intent: "confirm" });
    const gift = await makePendingGift(place, 5_000n);
    await db.run("update donation set settles_promise = true, token_hash = $1", [
      hashOfToken(donationToken(gift.donationId)),
    ]);
    await db.run(
      `insert into consumption_statement_payment (fund_id, donation_id, statement_id, number, opened_at)
       values ($1, $2, $3, 1, now())`,
      [gift.fundId, gift.donationId, made.statementId],
    );
    await confirmDonations([paidFact(gift)], new Date());
    await settleStatements(new Date());
    const page = await sale(await at(made.userId, SALE));
    expect(page).toMatchObject({ papers: [{ donationId: gift.donationId, mayAsk: true }] });
    const attempt = "attempt" in page ? page.attempt : "";
    const asked = { intent: "receipt", donationId: gift.donationId, attempt };
    expect(await act(asked)).toMatchObject({ status: 303 });
    expect(
      await db.rows("select payer, payer_kind as kind, payer_uscc as code from receipt_request"),
    ).toEqual([{ payer: "一味面馆（演示）", kind: "organization", code: USCC }]);
    expect(await act({ ...asked, donationId: "dxxxxxxxxyyyyyyyyyyyy" })).toMatchObject({ status: 404 });
  });
});

it("the charity's pages find what is disputed, answer it, and are counted on its start page", async () => {
  const note = "A2 不是我们的";
  expect(await act({ intent: "dispute", reason: "", note })).toMatchObject({
    data: { errors: { reason: "errReason" } },
  });
  expect(await act({ intent: "dispute", reason: "orders-not-ours", note })).toMatchObject({ status: 303 });
  const states = ["merchant-statement-disputed", "merchant-statement-overdue"] as const;
  const waiting = () => readWaiting([place.organizationId], new Date(), states);
  expect((await waiting()).map(({ count }) => count)).toEqual([1, 0]);
  expect(await works(await at(clerkId, "/workspace/consumption/statements?which=disputed"))).toMatchObject({
    rows: [{ id: made.statementId }],
  });
  expect(await work(await at(clerkId, SALE))).toMatchObject({ statement: { disputeNote: note } });
  const reply = async (fields: Record<string, string>) =>
    outcome(workAct(await at(clerkId, SALE, sent(fields))) as Promise<unknown>);
  expect(await reply({ answer: "kept", note: "" })).toMatchObject({ data: { errors: { note: "errNote" } } });
  expect(await reply({ answer: "kept", note: "核对过了" })).toMatchObject({ status: 303 });
  // While it was disputed no day ran out; now it is past the day to pay.
  expect((await waiting()).map(({ count }) => count)).toEqual([0, 1]);
});

it("everybody sees the sums, the days and the papers, and nothing of what the two sides wrote", async () => {
  await act({ intent: "dispute", reason: "other", note: "内部的话" });
  const page = await open(await at(null, "/consumption/x/statements/y"));
  expect(page).toMatchObject({
    statement: { amountFen: 5_000n, state: "disputed" },
    days: [{ day: "2026-09-10", amountFen: 2_000n }, { amountFen: 3_000n }],
  });
  expect(
    JSON.stringify(page, (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain("内部的话");
  const table = await (await csv(await at(null, "/x"))).text();
  expect(table).toContain("2026-09-20,orders,1,0,30.00,30.00,");
  const paper = await pdf(await at(null, "/x"));
  const { text } = await extractText(await getDocumentProxy(await paper.bytes()), { mergePages: true });
  for (const words of ["消费捐结算单（第 1 张）", "一味面馆（演示）", "50.00", "2026-09-10"])
    expect(text.replaceAll(/\s+/g, " ")).toContain(words);
  const elsewhere = { ...(await at(null, "/x")), params: { slug: "other", id: made.statementId } };
  expect(await outcome(open(elsewhere))).toMatchObject({ status: 404 });
});
