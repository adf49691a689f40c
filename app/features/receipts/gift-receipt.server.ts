import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { GIFT_PAPER_HEADERS, ownQueryOf, readerOf } from "./certificate-answer.server.ts";
import { mayOpenGift } from "./certificate-facts.server.ts";
import { complaintsOf, EMPTY_FORM, type FormState, typedText } from "./form-state.ts";
import { receiptsOfGift } from "./queries.server.ts";
import { receiptDueOn, receiptRule } from "./receipt-rules.ts";
import { readReceiptableGifts } from "./receiptable-gifts.server.ts";
import { refusalOf, requestReceipt, withdrawReceiptRequest } from "./request-receipt.server.ts";
import { type RequestForm, requestSchema } from "./schema.ts";

/** What a donor said about the receipt of a gift. */
interface GiftRequest {
  kind: "asked" | "waived";
  payerKind: "person" | "organization";
  payer: string;
  payerUscc: string | null;
  isMerged: boolean;
  requestedAt: Date;
}

async function requestOf(requestId: string | null): Promise<(GiftRequest & { dueOn: string }) | null> {
  if (!requestId) return null;
  const [request] = await db.rows<GiftRequest>(
    `select kind, payer_kind as "payerKind", payer, payer_uscc as "payerUscc", is_merged as "isMerged",
            requested_at as "requestedAt" from receipt_request where id = $1`,
    [requestId],
  );
  return request ? { ...request, dueOn: receiptDueOn(shanghaiDay(request.requestedAt)) } : null;
}

/**
 * The receipt page of one gift. Its donor finds the form, the request or the receipts; everybody else learns
 * only that this is for the donor: even whether a receipt was asked for is the donor's alone.
 */
export async function loadGiftReceipt({ params, request }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const fundId = fundIdOf(id, "d");
  const gift = fundId ? (await readReceiptableGifts(db, [id])).get(id) : undefined;
  if (!fundId || !gift) throw new Response(null, { status: 404 });
  const shared = { donationId: id, ownQuery: ownQueryOf(request) };
  if (!(await mayOpenGift(id, await readerOf(request)))) return { ...shared, own: null };
  const receipts = await receiptsOfGift(fundId, id);
  const { source, sourceEn } = receiptRule(shanghaiDay(new Date()));
  return {
    ...shared,
    own: {
      amountFen: gift.amountFen,
      hasPlan: gift.planId !== null,
      refusal: refusalOf(gift),
      request: await requestOf(gift.requestId),
      receipts: receipts.reverse(),
      rule: { source, sourceEn },
      attempt: randomUUID(),
      donorName: await donorNameOf(fundId, id),
    },
  };
}

async function donorNameOf(fundId: string, id: string): Promise<string> {
  const [donor] = await db.rows<{ name: string | null }>(
    "select donor_name as name from donation where fund_id = $1 and id = $2",
    [fundId, id],
  );
  return donor?.name ?? "";
}

function wishOf(form: RequestForm): Parameters<typeof requestReceipt>[0]["wish"] {
  if (form.wish === "waived") return { kind: "waived" };
  return {
    kind: "asked",
    payerKind: form.wish,
    payer: form.payer,
    uscc: form.uscc || null,
    email: form.email || null,
    isMerged: form.merge === "yes",
  };
}

/** The donor's form: ask for the receipt, say that none is wanted, or take either back. */
export async function actOnGiftReceipt({ params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const common = { donationId: params.id ?? "", reader: await readerOf(request), now: new Date() };
  const refuse = (state: Partial<FormState>, status: number) =>
    data<FormState>(
      { ...EMPTY_FORM, typed: typedText(form), ...state },
      { status, headers: GIFT_PAPER_HEADERS },
    );
  const back = `/donations/${common.donationId}/receipt${ownQueryOf(request)}`;
  if (form.get("intent") === "withdraw") {
    const result = await withdrawReceiptRequest(common);
    return result.ok ? redirect(back) : refuse({ refusal: result.reason }, 409);
  }
  const given = requestSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse({ errors: complaintsOf(given.error) }, 422);
  const result = await requestReceipt({ ...common, id: given.data.attempt, wish: wishOf(given.data) });
  if (result.ok) return redirect(back);
  if (result.reason === "uscc-wrong") return refuse({ errors: { uscc: "refuse_uscc-wrong" } }, 422);
  return refuse({ refusal: result.reason }, result.reason === "not-yours" ? 403 : 409);
}
