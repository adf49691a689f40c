import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { typedText } from "../form-state.ts";
import {
  type BatchError,
  type BatchFormResult,
  type BatchRefusal,
  EMPTY_BATCH_FORM,
} from "./batch-form-state.ts";
import { cancelBatch } from "./cancel-batch.server.ts";
import { prepareBatch } from "./prepare-batch.server.ts";
import { proposeAgain, setAside } from "./queue.server.ts";
import { recordResult } from "./record-result.server.ts";
import { releaseBatch } from "./release-batch.server.ts";
import { sendBatch } from "./send-batch.server.ts";

interface Acting {
  organizationId: string;
  userId: string;
  now: Date;
}

const LIST = "/workspace/payment-batches";

const refused = (form: FormData, reason: string): BatchFormResult => ({
  ok: false,
  state: { ...EMPTY_BATCH_FORM, typed: typedText(form), refusal: `refuse_${reason}` as BatchRefusal },
});

const wrong = (form: FormData, field: string, key: BatchError): BatchFormResult => ({
  ok: false,
  state: { ...EMPTY_BATCH_FORM, typed: typedText(form), errors: { [field]: key } },
});

const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** The forms of the list: a new batch, and a failed line proposed anew or set aside. */
export async function actOnList(form: FormData, acting: Acting): Promise<BatchFormResult> {
  const lineId = text(form, "line");
  switch (form.get("intent")) {
    case "prepare": {
      const [channel, payerId = ""] = text(form, "payer").split(" ");
      const result = await prepareBatch({
        ...acting,
        id: text(form, "attempt"),
        channel: channel === "alipay" ? "alipay" : "bank",
        payerId,
        disbursementIds: form.getAll("disbursement").map(String),
      });
      if (!result.ok && result.reason === "nothing-chosen")
        return wrong(form, "disbursement", "errNothingChosen");
      return result.ok ? { ok: true, href: `${LIST}/${result.id}?done=1` } : refused(form, result.reason);
    }
    case "again": {
      const account = { name: text(form, "name"), account: text(form, "account"), bank: text(form, "bank") };
      const result = await proposeAgain({ ...acting, lineId, account });
      return result.ok
        ? { ok: true, href: `/workspace/disbursements/${result.id}?done=1` }
        : refused(form, result.reason);
    }
    case "set-aside": {
      const result = await setAside({ ...acting, lineId });
      return result.ok ? { ok: true, href: `${LIST}?done=1` } : refused(form, result.reason);
    }
    default:
      throw new Response(null, { status: 422 });
  }
}

/** The forms on the page of one batch, by `intent`. */
export async function actOnBatch(form: FormData, id: string, acting: Acting): Promise<BatchFormResult> {
  const given = { ...acting, id };
  const answer = (result: { ok: true } | { ok: false; reason: string }): BatchFormResult =>
    result.ok ? { ok: true, href: `${LIST}/${id}?done=1` } : refused(form, result.reason);
  switch (form.get("intent")) {
    case "release":
      return answer(await releaseBatch(given));
    case "cancel":
      return answer(await cancelBatch(given));
    case "sent": {
      const bankReference = text(form, "bankReference");
      if (bankReference.length > 64) return wrong(form, "bankReference", "errBankReference");
      return answer(await sendBatch({ ...given, bankReference }));
    }
    case "result": {
      const paidOn = text(form, "paidOn");
      if (!/^\d{4}-\d{2}-\d{2}$/.test(paidOn) || Number.isNaN(Date.parse(`${paidOn}T00:00:00Z`)))
        return wrong(form, "paidOn", "errPaidOn");
      const numbers = numbersOf(text(form, "refused"));
      if (!numbers) return wrong(form, "refused", "errNumbers");
      const paidAt = middayOf(paidOn, acting.now);
      return answer(await recordResult({ ...given, paidAt, refusedNumbers: numbers }));
    }
    default:
      throw new Response(null, { status: 422 });
  }
}

/** "3, 17 20" → [3, 17, 20]; null for anything else. */
function numbersOf(typed: string): number[] | null {
  const parts = typed
    .normalize("NFKC")
    .split(/[\s,、;]+/)
    .filter(Boolean);
  return parts.every((part) => /^\d{1,4}$/.test(part)) ? parts.map(Number) : null;
}

/** A day that a person wrote, as an instant that the same form always gives. */
function middayOf(day: string, now: Date): Date {
  const start = startOfShanghaiDay(day);
  return day === shanghaiDay(now) ? start : new Date(start.getTime() + 12 * 3_600_000);
}
