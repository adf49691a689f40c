import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { tokenInAddress, tokenOf } from "#app/features/donations/donation-token.server.ts";
import { answerDueOn, answerRule } from "#app/features/donations/enquiries/answer-rules.ts";
import { messageFormSchema } from "#app/features/donations/enquiries/schema.ts";
import { findGift, type GiftView } from "#app/features/donations/queries.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { askForRefund } from "./ask-refund.server.ts";
import { coolingOffRule, coolingOffUntil } from "./cooling-off-rule.ts";
import { type TakeBackRefusal, takeBackGift } from "./take-back-gift.server.ts";

export interface TakeBackAnswer {
  refusal: TakeBackRefusal | "tooMany" | null;
  hasError: boolean;
  typed: string;
}

/** The donor's own gift; without the secret there is no such page. */
async function ownGift(
  id: string | undefined,
  request: Request,
): Promise<GiftView & { own: object; paidAt: Date }> {
  const gift = await findGift(id ?? "", tokenOf(request));
  const { own, paidAt } = gift ?? { own: null, paidAt: null };
  if (!gift || !own || !paidAt) throw new Response(null, { status: 404 });
  return { ...gift, own, paidAt };
}

/** Whether it may still be taken back at once, and otherwise how to ask. */
export async function loadTakeBack(id: string | undefined, request: Request, now: Date) {
  const gift = await ownGift(id, request);
  const rule = coolingOffRule(shanghaiDay(gift.paidAt));
  const until = rule && gift.provider !== "offline" ? coolingOffUntil(gift.paidAt, rule) : null;
  const [returned] = await db.rows<{ at: Date }>(
    "select returned_at as at from gift_return where fund_id = $1 and donation_id = $2",
    [gift.fundId, gift.id],
  );
  const [place] = await db.rows<{ divisionCode: string; settlesPromise: boolean }>(
    `select o.division_code as "divisionCode", d.settles_promise as "settlesPromise" from donation d join organization o on o.id = d.organization_id
     where d.fund_id = $1 and d.id = $2`,
    [gift.fundId, gift.id],
  );
  const today = shanghaiDay(now);
  const answering = answerRule(
    "refund",
    { divisionCode: place?.divisionCode ?? "", promisedWorkingDays: null },
    today,
  );
  return {
    gift: {
      id: gift.id,
      amountFen: gift.amountFen,
      provider: gift.provider,
      organization: gift.organization,
    },
    hours: rule?.hours ?? 0,
    until,
    // What was promised is owed: there is no taking it back, only asking.
    isOpen: until !== null && now <= until && !place?.settlesPromise,
    returnedAt: returned?.at ?? null,
    answering,
    dueOn: answerDueOn(today, answering),
    formId: randomUUID(),
    query: ownQuery(request),
  };
}
export type TakeBackData = Awaited<ReturnType<typeof loadTakeBack>>;

const ownQuery = (request: Request): string => {
  const secret = tokenInAddress(request);
  return secret ? `?token=${encodeURIComponent(secret)}` : "";
};

/** Takes it back, or asks the charity. */
export async function actOnTakeBack(
  id: string | undefined,
  request: Request,
  context: { clientAddress?: string } | undefined,
  lang: "zh" | "en",
  now: Date,
) {
  const gift = await ownGift(id, request);
  const form = await request.formData();
  const answer = (over: Partial<TakeBackAnswer>, status: number) =>
    data<TakeBackAnswer>(
      { refusal: null, hasError: false, typed: String(form.get("words") ?? ""), ...over },
      { status },
    );
  const token = tokenOf(request);
  if (form.get("intent") === "take-back") {
    const result = await takeBackGift({ donationId: gift.id, token, userId: null, now });
    if (result.ok) throw redirect(`/donations/${gift.id}/take-back${ownQuery(request)}`, 303);
    return answer({ refusal: result.reason }, 409);
  }
  const given = messageFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return answer({ hasError: true }, 422);
  const asked = await askForRefund({
    id: given.data.formId,
    donationId: gift.id,
    token,
    words: given.data.words,
    email: "",
    lang,
    address: clientAddressOf(context),
    now,
  });
  if (asked.ok) throw redirect(`/enquiries/${asked.id}?token=${asked.token}`, 303);
  return asked.reason === "too-many"
    ? answer({ refusal: "tooMany" }, 429)
    : answer({ refusal: "not-found" }, 404);
}
