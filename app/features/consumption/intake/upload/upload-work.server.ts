import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { createReadableStreamFromReadable, data, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { CSV_BOM, CSV_MEDIA_TYPE, csvRecord } from "#app/lib/csv.ts";
import { translator } from "#app/lib/i18n.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { REJECT_REASONS } from "../event.ts";
import { foreseeUpload } from "./foresee-upload.server.ts";
import { LIST_COLUMNS, MOST_LIST_BYTES, type OrderList } from "./read-order-list.ts";
import { beginTaking } from "./take-upload.server.ts";
import { uploadOrders } from "./upload-orders.server.ts";
import { findUpload, listRejectedRows, listUploads, streamOutcomes } from "./upload-queries.server.ts";

export const UPLOAD_PATH = "/workspace/sales/upload";
const SHOWN_LISTS = 20;
const SHOWN_ROWS = 50;
/** The file with its form around it. */
const MOST_FORM_BYTES = MOST_LIST_BYTES + 64 * 1024;

export type UploadComplaint = "no-file" | "too-large" | Extract<OrderList, { ok: false }>["reason"];

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  const enterprises = memberships.map(({ organizationId, organizationName, organizationNameEn }) => ({
    id: organizationId,
    name: organizationName,
    nameEn: organizationNameEn,
  }));
  return { userId: user.id, enterprises, organizationIds: enterprises.map(({ id }) => id) };
}

/** The newest lists and a form for another. */
export async function loadUploads(request: Request) {
  const { enterprises, organizationIds } = await personOf(request);
  return { uploads: await listUploads(organizationIds, SHOWN_LISTS), enterprises, newId: randomUUID() };
}
export type UploadsData = Awaited<ReturnType<typeof loadUploads>>;

/** Keeps the form's file and leads to what is wrong with it. */
export async function uploadFromForm(request: Request, now: Date) {
  const { userId, organizationIds } = await personOf(request);
  const refuse = (complaint: UploadComplaint, status = 422) => data({ complaint }, { status });
  if (Number(request.headers.get("content-length") ?? "0") > MOST_FORM_BYTES) return refuse("too-large", 413);
  const form = await request.formData();
  const merchantId = organizationIds.find((id) => id === (form.get("organizationId") ?? organizationIds[0]));
  const id = String(form.get("id"));
  if (!merchantId || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new Response(null, { status: 404 });
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return refuse("no-file");
  if (file.size > MOST_LIST_BYTES) return refuse("too-large", 413);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const uploaded = await uploadOrders({ id, merchantId, userId, fileName: file.name, bytes, now });
  return uploaded.ok ? redirect(`${UPLOAD_PATH}/${id}`) : refuse(uploaded.reason);
}

/** One list: before it is taken what is wrong with it, afterwards what became of it. */
export async function loadUpload(request: Request, id: string, now: Date) {
  const { organizationIds } = await personOf(request);
  const upload = await findUpload(id, organizationIds);
  if (!upload) throw new Response(null, { status: 404 });
  const rejected = await listRejectedRows(upload.id, SHOWN_ROWS);
  const foreseen = await foreseeUpload(upload, now);
  const all = [...rejected, ...foreseen.rejected].sort((a, b) => a.line - b.line);
  return {
    upload,
    rejected: all.slice(0, SHOWN_ROWS),
    rejectedCount: upload.rejectedCount + BigInt(foreseen.rejected.length),
    duplicateCount: upload.duplicateCount + BigInt(foreseen.duplicateCount),
  };
}
export type UploadData = Awaited<ReturnType<typeof loadUpload>>;

/** Takes a list that a person has looked at; a long one is left to a worker, with a page that shows how far it is. */
export async function takeFromForm(request: Request, id: string, now: Date) {
  const { userId, organizationIds } = await personOf(request);
  const begun = await beginTaking({ id, organizationIds, userId }, now);
  if (!begun.ok) throw new Response(null, { status: 404 });
  return redirect(begun.isLong ? `/workspace/work/${id}` : `${UPLOAD_PATH}/${id}`);
}

/** An empty list with one order and one return to write over. */
export async function templateFile(request: Request, now: Date): Promise<Response> {
  await personOf(request);
  const { lang } = readPreferences(request);
  const t = translator(lang)("salesUpload");
  const sold = shanghaiDateTime(new Date(now.getTime() - 2 * 60 * 60_000));
  const back = shanghaiDateTime(new Date(now.getTime() - 60 * 60_000));
  const example = {
    order: ["A-0001", t("type_order"), "36.50", "0.00", sold, "", "2", ""],
    return: ["R-0001", t("type_return"), "18.25", "0.00", back, "", "", "A-0001"],
  };
  const rows = [LIST_COLUMNS.map((column) => t(`column_${column}`)), example.order, example.return];
  return csvFile(CSV_BOM + rows.map(csvRecord).join(""), t("templateName"));
}

/** What became of each row, as a file. */
export async function outcomeFile(request: Request, id: string): Promise<Response> {
  const { organizationIds } = await personOf(request);
  const upload = await findUpload(id, organizationIds);
  if (!upload) throw new Response(null, { status: 404 });
  const { id: uploadId, fileName } = upload;
  const { lang } = readPreferences(request);
  const t = translator(lang)("salesUpload");
  const reasons = translator(lang)("consumptionIntake");
  const said = new Map<string | null, string>(
    REJECT_REASONS.map((reason) => [reason, reasons(`reason_${reason}`)]),
  );
  const outcomes = new Map<string | null, string>([
    ["accepted", t("outcome_accepted")],
    ["duplicate", t("outcome_duplicate")],
    ["rejected", t("outcome_rejected")],
    [null, t("outcome_waiting")],
  ]);
  const head = csvRecord([t("line"), t("column_orderNo"), t("outcome"), t("giftE4"), t("reason")]);
  async function* text() {
    yield CSV_BOM + head;
    for await (const rows of streamOutcomes(uploadId)) {
      yield rows
        .map(([line, orderNo, outcome = null, reason = null, giftE4]) =>
          csvRecord([
            line ?? "",
            orderNo ?? "",
            outcomes.get(outcome) ?? "",
            giftE4 ?? "",
            said.get(reason) ?? "",
          ]),
        )
        .join("");
    }
  }
  const body = createReadableStreamFromReadable(Readable.from(text()));
  return csvFile(body, `${fileName.replace(/\.[^.]*$/, "")}-${t("outcome")}`);
}

function csvFile(body: BodyInit, name: string): Response {
  const file = encodeURIComponent(`${name}.csv`);
  return new Response(body, {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": CSV_MEDIA_TYPE,
      "Content-Disposition": `attachment; filename="orders.csv"; filename*=UTF-8''${file}`,
    },
  });
}
