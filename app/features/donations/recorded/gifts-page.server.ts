import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import type { BankRowKey } from "../count-offline-gifts.server.ts";
import { bankCash } from "./bank-cash.server.ts";
import { countGifts } from "./count-gifts.server.ts";
import { giftFunds, listRecorded, suspenseRows } from "./queries.server.ts";
import { type RecordRefusal, recordGifts, type TypedGiftRecord } from "./record-gifts.server.ts";
import { askReversal, reverseGift, withdrawEntry } from "./reverse-gift.server.ts";
import { type RecordedFields, readFields } from "./schema.ts";

const ROLES = ["charity-clerk", "charity-approver"] as const;
const HOME = "/workspace/gifts";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Person {
  userId: string;
  organizationId: string;
  isApprover: boolean;
}

/** Who works with gifts of the first organization they belong to; else throws as requireRole does. */
export async function requireGiftPerson(request: Request): Promise<Person> {
  const { user, memberships } = await requireRole(request, ROLES);
  const [{ organizationId }] = memberships;
  const isApprover = memberships.some(
    (one) => one.organizationId === organizationId && one.role === "charity-approver",
  );
  return { userId: user.id, organizationId, isApprover };
}

const DONE = ["recorded", "counted", "banked", "withdrawn", "asked", "reversed"] as const;
export type Done = (typeof DONE)[number];

export async function loadGifts({ request }: LoaderFunctionArgs) {
  const person = await requireGiftPerson(request);
  const said = new URL(request.url).searchParams.get("done");
  const lists = await listRecorded(person.organizationId);
  // Only what is asked for: rows are looked for where there is cash to match them with.
  const rows = lists.inHand.length > 0 ? await suspenseRows(person.organizationId) : [];
  const { userId, isApprover } = person;
  return { ...lists, rows, userId, isApprover, done: DONE.find((one) => one === said) ?? null };
}

/** What went wrong: a key of `recorded` with its values, and the field or entry it belongs to. */
export interface GiftsAnswer {
  refusal: string;
  values: Record<string, string>;
  about: string | null;
  typed: Record<string, string>;
}

const refused = (refusal: string, about: string | null = null, values: Record<string, string> = {}) =>
  data<GiftsAnswer>({ refusal: `refuse_${refusal}`, values, about, typed: {} }, { status: 409 });

/** The forms of the list, by `intent`. */
export async function actOnGifts({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await requireGiftPerson(request);
  const form = await request.formData();
  const now = new Date();
  const ids = form.getAll("id").filter((id): id is string => typeof id === "string" && UUID.test(id));
  const id = ids[0] ?? "";
  const act = { organizationId, userId, id, now };
  switch (form.get("intent")) {
    case "count": {
      if (ids.length === 0) return refused("nothing-chosen", "count");
      const result = await countGifts({ organizationId, userId, ids, now });
      if (result.ok) return redirect(`${HOME}?done=counted`);
      return refused(
        result.reason === "refused" ? (result.entries[0]?.reason ?? "not-found") : result.reason,
        "count",
      );
    }
    case "bank": {
      const row = rowOf(form.get("row"));
      if (!row)
        return data<GiftsAnswer>(
          { refusal: "errRow", values: {}, about: "bank", typed: {} },
          { status: 422 },
        );
      const result = await bankCash({ organizationId, userId, row, ids, now });
      if (result.ok) return redirect(`${HOME}?done=banked`);
      const values: Record<string, string> =
        result.reason === "other-sum"
          ? { chosen: formatYuan(result.chosenFen), row: formatYuan(result.rowFen) }
          : {};
      return refused(result.reason, "bank", values);
    }
    case "withdraw":
      return answer(await withdrawEntry(act), "withdrawn");
    case "ask-reversal":
      return answer(await askReversal({ ...act, reason: String(form.get("reason") ?? "") }), "asked", id);
    case "reverse":
      return answer(await reverseGift(act), "reversed", id);
    default:
      throw new Response(null, { status: 422 });
  }
}

function answer(
  result: { ok: true } | { ok: false; reason: string },
  done: Done,
  about: string | null = null,
) {
  return result.ok ? redirect(`${HOME}?done=${done}`) : refused(result.reason, about);
}

/** A bank row as a form carries it. */
export const rowValue = (row: BankRowKey): string => JSON.stringify([row.source, row.account, row.rowKey]);

export function rowOf(value: FormDataEntryValue | null): BankRowKey | null {
  if (typeof value !== "string" || value.length > 500) return null;
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!Array.isArray(read) || read.length !== 3 || !read.every((part) => typeof part === "string"))
    return null;
  const [source = "", account = "", rowKey = ""] = read as string[];
  return { source, account, rowKey };
}

export async function loadNewGift({ request }: LoaderFunctionArgs) {
  const { organizationId } = await requireGiftPerson(request);
  const isTransfer = new URL(request.url).searchParams.get("kind") === "transfer";
  const rows = isTransfer ? await suspenseRows(organizationId) : [];
  return {
    isTransfer,
    rows: rows.map((row) => ({ ...row, value: rowValue(row) })),
    funds: await giftFunds(organizationId),
    attempt: crypto.randomUUID(),
    today: shanghaiDay(new Date()),
  };
}

export interface NewGiftAnswer {
  typed: Record<string, string>;
  /** Field → key of `recorded`. */
  errors: Record<string, string>;
}

const FIELD_OF: Record<RecordRefusal, string> = {
  "fund-not-found": "fund",
  "receipt-missing": "receiptNo",
  "receipt-used": "receiptNo",
  "in-future": "givenOn",
  "row-not-in-suspense": "row",
  "row-taken": "row",
  "other-amount": "row",
  "other-content": "attempt",
};

/** Records one gift from its form: cash, or a transfer against a row of the statement. */
export async function actOnNewGift({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await requireGiftPerson(request);
  const form = await request.formData();
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const wrong = (errors: Record<string, string>, status = 422) =>
    data<NewGiftAnswer>({ typed, errors }, { status });
  const isTransfer = typed.kind === "transfer";
  const row = isTransfer ? rowOf(form.get("row")) : null;
  const chosen = isTransfer
    ? (await suspenseRows(organizationId)).find((one) => row && rowValue(one) === rowValue(row))
    : undefined;
  const read = readFields({
    ...typed,
    ...(isTransfer
      ? {
          amount: chosen ? fenToYuan(chosen.amountFen) : "1",
          givenOn: chosen?.day ?? "2026-01-01",
        }
      : {}),
  });
  const errors: Record<string, string> = read.ok ? {} : read.errors;
  if (isTransfer && !row) errors.row = "errRow";
  if (!typed.fund) errors.fund = "errFund";
  if (!isTransfer && !typed.receiptNo?.trim()) errors.receiptNo = "errReceiptMissing";
  if (!UUID.test(typed.attempt ?? "")) errors.attempt = "errAttempt";
  if (!read.ok || Object.keys(errors).length > 0) return wrong(errors);
  // Explained in the meantime, or recorded by this very form a moment ago: the list tells.
  if (isTransfer && !chosen) return wrong({ row: "refuse_row-not-in-suspense" }, 409);
  const gifts = [giftOf(read.fields, typed, row)];
  const result = await recordGifts({ organizationId, userId, gifts, now: new Date() });
  if (result.ok) return redirect(`${HOME}?done=recorded`);
  if (result.reason === "not-permitted") throw new Response(null, { status: 403 });
  const [entry] = result.entries;
  return wrong(entry ? { [FIELD_OF[entry.reason]]: `refuse_${entry.reason}` } : {}, 409);
}

function giftOf(
  fields: RecordedFields,
  typed: Record<string, string>,
  row: BankRowKey | null,
): TypedGiftRecord {
  return {
    id: typed.attempt ?? "",
    fundId: typed.fund ?? "",
    kind: row ? "transfer" : "cash",
    amountFen: fields.amount,
    givenOn: fields.givenOn,
    receiptNo: fields.receiptNo || null,
    visibility: fields.visibility,
    name: fields.visibility === "public" ? fields.name : null,
    pseudonym: fields.visibility === "pseudonym" ? fields.pseudonym : null,
    row,
  };
}
