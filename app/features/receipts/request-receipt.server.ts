import { checkUscc, normalUscc } from "#app/features/organizations/uscc.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import type { CertificateReader } from "./certificate-facts.server.ts";
import { mayOpenGift } from "./certificate-facts.server.ts";
import { type ReceiptableGift, readReceiptableGifts } from "./receiptable-gifts.server.ts";

export interface RequestReceiptInput {
  /** Drawn when the form was shown: sent twice, it is one request. */
  id: string;
  donationId: string;
  reader: CertificateReader;
  wish:
    | { kind: "waived" }
    | {
        kind: "asked";
        payerKind: "person" | "organization";
        payer: string;
        /** Of an organization. */
        uscc: string | null;
        email: string | null;
        /** The donor agrees that all open gifts of the same monthly plan stand on one receipt. */
        isMerged: boolean;
      };
  now: Date;
}

export type RequestReceiptResult =
  | { ok: true; repeated: boolean; gifts: number }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-yours"
        | "not-counted"
        | "nothing-left"
        | "contested"
        | "asked-already"
        | "issued-already"
        | "trust-at-spend"
        | "trust-undecided"
        | "uscc-wrong";
    };

/**
 * The donor asks for the statutory receipt of a gift in a name, or says that none is wanted (慈善法 Art. 38:
 * who gives without a name or waives the receipt is recorded as such).
 */
export async function requestReceipt(input: RequestReceiptInput): Promise<RequestReceiptResult> {
  if (!(await mayOpenGift(input.donationId, input.reader))) return { ok: false, reason: "not-yours" };
  const { wish } = input;
  const uscc =
    wish.kind === "asked" && wish.payerKind === "organization" ? normalUscc(wish.uscc ?? "") : null;
  // The payer's own code on a bill must be right: the finance system refuses it otherwise.
  if (uscc !== null && checkUscc(uscc) !== "right") return { ok: false, reason: "uscc-wrong" };
  return transaction(async (tx) => {
    const gifts = await readReceiptableGifts(tx, [input.donationId], { lock: true });
    const gift = gifts.get(input.donationId);
    if (!gift) return { ok: false, reason: "not-found" };
    if (gift.requestId === input.id) return { ok: true, repeated: true, gifts: 1 };
    const refusal = refusalOf(gift);
    if (refusal) return { ok: false, reason: refusal };
    const together =
      wish.kind === "asked" && wish.isMerged && gift.planId
        ? await openGiftsOfPlan(tx, gift)
        : [gift.donationId];
    await insertRequest(tx, input, gift, uscc);
    await tx.run(
      `insert into receipt_request_gift (request_id, fund_id, donation_id)
       select $1, $2, id from unnest($3::text[]) as g(id)`,
      [input.id, gift.fundId, together],
    );
    return { ok: true, repeated: false, gifts: together.length };
  });
}

type Refusal = Extract<RequestReceiptResult, { ok: false }>["reason"];

/** Why a receipt cannot be asked for; null if it can. */
export function refusalOf(gift: ReceiptableGift): Refusal | null {
  if (!gift.isCounted) return "not-counted";
  if (gift.liveReceiptId) return "issued-already";
  if (gift.requestId) return "asked-already";
  if (gift.validFen <= 0n) return "nothing-left";
  if (gift.isContested) return "contested";
  if (gift.trustTiming === "at-spend") return "trust-at-spend";
  return gift.trustTiming === "undecided" ? "trust-undecided" : null;
}

async function insertRequest(
  tx: Sql,
  { id, wish, now }: RequestReceiptInput,
  gift: ReceiptableGift,
  uscc: string | null,
): Promise<void> {
  const asked = wish.kind === "asked" ? wish : null;
  await tx.run(
    `insert into receipt_request (id, organization_id, fund_id, kind, payer_kind, payer, payer_uscc, email, is_merged, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      gift.organizationId,
      gift.fundId,
      wish.kind,
      asked?.payerKind ?? "person",
      asked?.payer.trim() ?? "",
      uscc,
      asked?.email ?? null,
      asked?.isMerged === true && gift.planId !== null,
      now,
    ],
  );
}

/** The counted gifts of the same monthly plan that have neither receipt nor request, in id order and locked. */
async function openGiftsOfPlan(tx: Sql, gift: ReceiptableGift): Promise<string[]> {
  const charges = await tx.rows<{ id: string }>(
    `select donation_id as id from monthly_charge where fund_id = $1 and plan_id = $2 order by donation_id`,
    [gift.fundId, gift.planId],
  );
  const gifts = await readReceiptableGifts(
    tx,
    charges.map(({ id }) => id),
    { lock: true },
  );
  return [...gifts.values()].filter((other) => refusalOf(other) === null).map((other) => other.donationId);
}

export type WithdrawResult = { ok: true } | { ok: false; reason: "not-found" | "issued-already" };

/** The donor takes the request (or the waiver) back, while no receipt has been issued on it. */
export async function withdrawReceiptRequest(input: {
  donationId: string;
  reader: CertificateReader;
  now: Date;
}): Promise<WithdrawResult> {
  if (!(await mayOpenGift(input.donationId, input.reader))) return { ok: false, reason: "not-found" };
  return transaction(async (tx) => {
    const gift = (await readReceiptableGifts(tx, [input.donationId], { lock: true })).get(input.donationId);
    if (!gift?.requestId) return { ok: false, reason: "not-found" };
    if (gift.liveReceiptId) return { ok: false, reason: "issued-already" };
    await tx.run("update receipt_request set withdrawn_at = $2 where id = $1", [gift.requestId, input.now]);
    await tx.run(
      "update receipt_request_gift set withdrawn_at = $2 where request_id = $1 and withdrawn_at is null",
      [gift.requestId, input.now],
    );
    return { ok: true };
  });
}
