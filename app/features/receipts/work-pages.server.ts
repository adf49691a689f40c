import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  unstable_createMemoryUploadHandler as memoryUploads,
  unstable_parseMultipartFormData as readMultipart,
  redirect,
} from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { beginCertificates } from "./begin-certificates.server.ts";
import type { CertificateBatch } from "./certificates-page.tsx";
import { complaintsOf, EMPTY_FORM, type FormState, typedText } from "./form-state.ts";
import { importReceipts } from "./import-receipts.server.ts";
import { issueReceipts } from "./issue-receipts.server.ts";
import { KEPT_DAYS } from "./make-certificates.server.ts";
import {
  billDefaults,
  findOpenRequest,
  findReceipt,
  listOpenRequests,
  listReceipts,
  receiptSums,
  receiptsToVoid,
} from "./queries.server.ts";
import type { Imported, QueueData } from "./queue-page.tsx";
import { receiptRule } from "./receipt-rules.ts";
import { billSchema, voidSchema } from "./schema.ts";
import { voidReceipt } from "./void-receipt.server.ts";
import { requireReceiptPerson } from "./work-person.server.ts";

const ON_A_PAGE = 50;
const MOST_FILE_BYTES = 8 * 1024 * 1024;
const BASE = "/workspace/receipts";

export async function loadQueue({ request }: LoaderFunctionArgs): Promise<QueueData> {
  const { organizationIds } = await requireReceiptPerson(request);
  const search = (new URL(request.url).searchParams.get("q") ?? "").trim().slice(0, 80);
  const today = shanghaiDay(new Date());
  const [requests, toVoid, receipts, sums] = await Promise.all([
    listOpenRequests(organizationIds),
    receiptsToVoid(organizationIds),
    listReceipts(organizationIds, { search, limit: ON_A_PAGE }),
    receiptSums(organizationIds),
  ]);
  return { requests, toVoid, receipts, sums, rule: receiptRule(today), search, today };
}

type QueueAnswer = { state: FormState; imported: Imported | null };

/** The finance system's list, handed in. */
export async function actOnQueue({ request }: ActionFunctionArgs) {
  const { userId, organizationIds } = await requireReceiptPerson(request);
  const refuse = (state: Partial<FormState>) =>
    data<QueueAnswer>(
      { state: { ...EMPTY_FORM, ...state }, imported: null },
      { status: 422, headers: PRIVATE_HEADERS },
    );
  const form = await readMultipart(request, memoryUploads({ maxPartSize: MOST_FILE_BYTES }));
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return refuse({ errors: { file: "errFile" } });
  const [organizationId = ""] = organizationIds;
  const result = await importReceipts(new Uint8Array(await file.arrayBuffer()), {
    organizationId,
    userId,
    now: new Date(),
  });
  if (!result.ok) return refuse({ errors: { file: `refuse_${result.reason}` } });
  const { recorded, repeated, refused } = result;
  return data<QueueAnswer>(
    { state: EMPTY_FORM, imported: { recorded, repeated, refused } },
    { headers: PRIVATE_HEADERS },
  );
}

async function openRequest({ request, params }: LoaderFunctionArgs) {
  const person = await requireReceiptPerson(request);
  const found = await findOpenRequest(params.id ?? "", person.organizationIds);
  if (!found) throw new Response(null, { status: 404 });
  return { person, found };
}

export async function loadRequest(args: LoaderFunctionArgs) {
  const { found } = await openRequest(args);
  return {
    request: found,
    defaults: await billDefaults(found.organizationId),
    attempt: randomUUID(),
    today: shanghaiDay(new Date()),
  };
}

/** The numbers of one bill, typed. */
export async function actOnRequest(args: ActionFunctionArgs) {
  const { person, found } = await openRequest(args);
  const form = await args.request.formData();
  const refuse = (state: Partial<FormState>, status: number) =>
    data<FormState>(
      { ...EMPTY_FORM, typed: typedText(form), ...state },
      { status, headers: PRIVATE_HEADERS },
    );
  const given = billSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse({ errors: complaintsOf(given.error) }, 422);
  const attempt = String(form.get("attempt"));
  const id = /^[0-9a-f-]{36}$/.test(attempt) ? attempt : randomUUID();
  const { donationIds, payer, payerUscc, organizationId, replacesId } = found;
  const [outcome] =
    (await issueReceipts(
      [{ ...given.data, id, donationIds, payer, payerUscc, kind: "money", amountFen: null, replacesId }],
      { organizationId, userId: person.userId, now: new Date() },
    )) ?? [];
  if (!outcome) return refuse({ refusal: "not-permitted" }, 403);
  if (outcome.ok) return redirect(`${BASE}/${id}?done=recorded`);
  if (outcome.reason === "number-used") return refuse({ errors: { billNo: "refuse_number-used" } }, 422);
  return refuse({ refusal: outcome.reason }, 409);
}

async function ownReceipt({ request, params }: LoaderFunctionArgs) {
  const person = await requireReceiptPerson(request);
  const receipt = await findReceipt(params.id ?? "", person.organizationIds);
  if (!receipt) throw new Response(null, { status: 404 });
  return { person, receipt };
}

export async function loadReceipt(args: LoaderFunctionArgs) {
  const { receipt } = await ownReceipt(args);
  const said = new URL(args.request.url).searchParams.get("done");
  const done = said === "recorded" || said === "voided" ? (said as "recorded" | "voided") : null;
  return { receipt, today: shanghaiDay(new Date()), done };
}

/** The red bill's numbers, typed. */
export async function actOnReceipt(args: ActionFunctionArgs) {
  const { person, receipt } = await ownReceipt(args);
  const form = await args.request.formData();
  const refuse = (state: Partial<FormState>, status: number) =>
    data<FormState>(
      { ...EMPTY_FORM, typed: typedText(form), ...state },
      { status, headers: PRIVATE_HEADERS },
    );
  const given = voidSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return refuse({ errors: complaintsOf(given.error) }, 422);
  const { organizationId, id } = receipt;
  const result = await voidReceipt({
    ...given.data,
    id,
    organizationId,
    userId: person.userId,
    now: new Date(),
  });
  if (result.ok) return redirect(`${BASE}/${id}?done=voided`);
  if (result.reason === "number-used") return refuse({ errors: { voidBillNo: "refuse_number-used" } }, 422);
  return refuse({ refusal: result.reason }, result.reason === "not-permitted" ? 403 : 409);
}

export async function loadCertificates({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireReceiptPerson(request);
  const [funds, batches] = await Promise.all([
    db.rows<{ id: string; title: string; titleEn: string }>(
      `select id, title, title_en as "titleEn" from fund where organization_id = any($1) and state <> 'draft'
       order by kind, title`,
      [organizationIds],
    ),
    db.rows<CertificateBatch>(
      `select b.work_id as id, f.title as "fundTitle", f.title_en as "fundTitleEn", b.requested_at as "requestedAt",
              count(i.place)::int as total, count(i.made_at)::int as made
       from certificate_batch b join fund f on f.id = b.fund_id
       join certificate_batch_item i on i.work_id = b.work_id
       where b.organization_id = any($1) group by b.work_id, f.id order by b.requested_at desc limit 20`,
      [organizationIds],
    ),
  ]);
  return { funds, batches, attempt: randomUUID(), keptDays: KEPT_DAYS };
}

/** Begins a batch for the fund that was chosen. */
export async function actOnCertificates({ request }: ActionFunctionArgs) {
  const { userId, organizationIds } = await requireReceiptPerson(request);
  const form = await request.formData();
  const [fund] = await db.rows<{ id: string; organizationId: string }>(
    `select id, organization_id as "organizationId" from fund where id = $1 and organization_id = any($2)`,
    [String(form.get("fund")), organizationIds],
  );
  const attempt = String(form.get("attempt"));
  const refuse = (message: string) =>
    data<FormState>({ ...EMPTY_FORM, errors: { fund: message } }, { status: 422, headers: PRIVATE_HEADERS });
  if (!fund || !/^[0-9a-f-]{36}$/.test(attempt)) return refuse("errFund");
  const { id: fundId, organizationId } = fund;
  const result = await beginCertificates({ id: attempt, fundId, organizationId, userId, now: new Date() });
  return result.ok ? redirect(`/workspace/work/${attempt}`) : refuse(`refuse_${result.reason}`);
}
