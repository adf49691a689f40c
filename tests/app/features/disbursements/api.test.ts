import { describe, expect, it } from "vitest";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { action as create, loader as list } from "#app/routes/api.v1.disbursements._index.ts";
import { action as approve } from "#app/routes/api.v1.disbursements.$id.approve.ts";
import { action as pay } from "#app/routes/api.v1.disbursements.$id.pay.ts";
import { loader as trace } from "#app/routes/api.v1.donations.$id.trace.ts";
import { loader as evidence } from "#app/routes/evidence.$id.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  makeMember,
  makeSettledGift,
  makeSpendingPlace,
  type SpendingPlace,
} from "#tests/factories/spending.ts";

const context = { lang: "en", large: false } as const;

async function keyOf(place: SpendingPlace, userId: string): Promise<string> {
  const made = await createApiKey(
    { id: crypto.randomUUID(), userId, organizationId: place.organizationId, name: "finance" },
    NOW,
  );
  if (!made.ok) throw new Error(made.reason);
  return made.key;
}

function requestOf(
  path: string,
  key: string | null,
  body?: unknown,
  headers: Record<string, string> = {},
): Request {
  return new Request(`http://127.0.0.1:3000/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      "Accept-Language": "en",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...headers,
    },
  });
}

const bodyOf = (place: SpendingPlace, over: Record<string, unknown> = {}) => ({
  target: { kind: "project", slug: place.fundId },
  amountFen: 600,
  purpose: "10 月食材",
  payee: "澄溪粮油店",
  beneficiaryCount: 412,
  personTimes: 9_000,
  ...over,
});

const send = (key: string | null, body: unknown, headers?: Record<string, string>) =>
  create({ request: requestOf("/disbursements", key, body, headers), context, params: {} });
const sendApprove = (key: string | null, id: string) =>
  approve({ request: requestOf(`/disbursements/${id}/approve`, key, {}), context, params: { id } });
const sendPay = (key: string | null, id: string, body: unknown) =>
  pay({ request: requestOf(`/disbursements/${id}/pay`, key, body), context, params: { id } });

async function problemOf(answer: Response): Promise<[number, string]> {
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const { type } = (await answer.json()) as { type: string };
  return [answer.status, type.replace("urn:mingshan:problem:", "")];
}

describe("/api/v1/disbursements", () => {
  it("proposes, approves with another key, pays, lists and traces", async () => {
    const place = await makeSpendingPlace();
    const gift = await makeSettledGift(place, 1_000n, 6n);
    const clerk = await keyOf(place, place.clerkId);
    const approver = await keyOf(place, place.approverId);
    const made = await send(clerk, bodyOf(place), { "Idempotency-Key": "a-1" });
    expect(made.status).toBe(201);
    const { id, ...proposed } = (await made.json()) as { id: string };
    expect(proposed).toMatchObject({ state: "proposed", amountFen: 600, purposeCode: "food" });
    const again = await send(clerk, bodyOf(place), { "Idempotency-Key": "a-1" });
    expect(await again.json()).toMatchObject({ id });
    expect(
      await problemOf(await send(clerk, bodyOf(place, { amountFen: 1 }), { "Idempotency-Key": "a-1" })),
    ).toEqual([422, "idempotency-key-reused"]);
    expect(await problemOf(await sendApprove(clerk, id))).toEqual([403, "own-proposal"]);
    expect((await sendApprove(approver, id)).status).toBe(200);
    const payment = { paidAt: new Date().toISOString(), bankReference: "CCB-1" };
    expect(await (await sendPay(clerk, id, payment)).json()).toMatchObject({
      state: "paid",
      unpaidFen: 0,
      deliveredFen: 0,
    });
    expect((await sendPay(clerk, id, payment)).status).toBe(200);
    expect(await problemOf(await sendPay(clerk, id, { ...payment, bankReference: "CCB-2" }))).toEqual([
      409,
      "paid-otherwise",
    ]);
    const listed = await list({
      request: requestOf(`/disbursements?organization=${place.organizationId}`, null),
      context,
      params: {},
    });
    const page = (await listed.json()) as { data: Record<string, unknown>[]; nextCursor: string | null };
    expect(page).toMatchObject({ data: [{ id, state: "paid", beneficiaryCount: 412 }], nextCursor: null });
    expect(Object.keys(page.data[0] ?? {})).not.toContain("payee");
    await traceFund(place.fundId, NOW);
    const traced = await trace({
      request: requestOf(`/donations/${gift.donationId}/trace`, null),
      context,
      params: { id: gift.donationId },
    });
    expect(await traced.json()).toEqual({
      amountFen: 1000,
      feesFen: 6,
      refundedFen: 0,
      coveredFen: 0,
      uses: [
        {
          disbursementId: id,
          amountFen: 600,
          deliveredFen: 0,
          at: payment.paidAt,
          purpose: "10 月食材",
          evidence: 0,
        },
      ],
      unusedFen: 394,
      aheadFen: 0,
      currency: "CNY",
    });
  });

  it("tells strangers, wrong bodies and impossible payments apart", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    await makeSettledGift(place, 500n);
    const clerk = await keyOf(place, place.clerkId);
    const approver = await keyOf(place, place.approverId);
    const merchant = await keyOf(place, await makeMember(place.organizationId, "merchant"));
    expect(await problemOf(await send(null, bodyOf(place)))).toEqual([401, "unauthorized"]);
    expect(await problemOf(await send(merchant, bodyOf(place)))).toEqual([403, "forbidden"]);
    expect(await problemOf(await send(clerk, bodyOf(other)))).toEqual([404, "fund-not-found"]);
    expect(await problemOf(await send(clerk, bodyOf(place, { purposeCode: "travel" })))).toEqual([
      422,
      "purpose-not-in-budget",
    ]);
    for (const wrong of [
      { amountFen: 0 },
      { amountFen: -1 },
      { amountFen: 1.5 },
      { payee: "" },
      { personTimes: 1 },
    ]) {
      expect(await problemOf(await send(clerk, bodyOf(place, wrong)))).toEqual([422, "invalid-input"]);
    }
    const { id } = (await (await send(clerk, bodyOf(place))).json()) as { id: string };
    expect(await problemOf(await sendApprove(approver, id))).toEqual([409, "above-available"]);
    expect(
      await problemOf(await sendPay(clerk, id, { paidAt: NOW.toISOString(), bankReference: "1" })),
    ).toEqual([409, "not-approved"]);
    const stranger = await keyOf(other, other.approverId);
    expect(await problemOf(await sendApprove(stranger, id))).toEqual([404, "not-found"]);
    expect(await problemOf(await sendApprove(approver, newFundScopedId("b", place.fundId)))).toEqual([
      404,
      "not-found",
    ]);
    const unknown = newFundScopedId("d", place.fundId);
    expect(
      await problemOf(
        await trace({
          request: requestOf(`/donations/${unknown}/trace`, null),
          context,
          params: { id: unknown },
        }),
      ),
    ).toEqual([404, "not-found"]);
  });
});

describe("/evidence/:id", () => {
  it("gives public files as downloads that cannot run, and hides the others", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const clerk = await keyOf(place, place.clerkId);
    const approver = await keyOf(place, place.approverId);
    const { id } = (await (await send(clerk, bodyOf(place))).json()) as { id: string };
    const attach = async (isPublic: boolean, text: string) => {
      const evidenceId = newFundScopedId("e", place.fundId);
      await attachEvidence({
        id: evidenceId,
        disbursementId: id,
        organizationId: place.organizationId,
        userId: place.clerkId,
        kind: "invoice",
        fileName: '发票"\r\nX: y.pdf',
        content: new TextEncoder().encode(`%PDF-1.7 ${text}`),
        isPublic,
        now: NOW,
      });
      return evidenceId;
    };
    const open = await attach(true, "open");
    const closed = await attach(false, "closed");
    const get = (evidenceId: string) =>
      evidence({ request: new Request("http://127.0.0.1:3000/"), context, params: { id: evidenceId } });
    await expect(get(open), "not before a second person agreed").rejects.toMatchObject({ status: 404 });
    await sendApprove(approver, id);
    const answer = await get(open);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="__X y.pdf"; filename*=UTF-8''%E5%8F%91%E7%A5%A8X%20y.pdf`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
    expect(await answer.text()).toBe("%PDF-1.7 open");
    await expect(get(closed)).rejects.toMatchObject({ status: 404 });
    expect(await db.rows("select id from evidence")).toHaveLength(2);
  });
});
