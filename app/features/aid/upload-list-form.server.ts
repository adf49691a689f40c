import type { AidWorker } from "./aid-person.server.ts";
import { UUID } from "./apply.server.ts";
import { type AidForm, EMPTY_AID_FORM, refusedForm, typedFields, wrongForm } from "./form-state.ts";
import { MOST_APPLICATION_BYTES } from "./read-application-list.ts";
import { listSchema } from "./schema.ts";
import { uploadList } from "./take-list.server.ts";

/** Takes an uploaded list of applications from its form. */
export async function uploadFromForm(
  request: Request,
  worker: AidWorker,
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; state: AidForm }> {
  // Beside the file there are a few short fields.
  if (Number(request.headers.get("content-length") ?? "0") > 2 * MOST_APPLICATION_BYTES)
    throw new Response(null, { status: 413 });
  const form = await request.formData();
  const typed = typedFields(form);
  const parsed = listSchema.safeParse(typed);
  if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
  const file = form.get("file");
  const wrongFile = (key: string) =>
    ({ ok: false, state: { ...EMPTY_AID_FORM, typed, errors: { file: key } } }) as const;
  if (!(file instanceof File) || file.size === 0) return wrongFile("errFile");
  if (file.size > MOST_APPLICATION_BYTES) return wrongFile("errFileLarge");
  const id = typed.attempt ?? "";
  if (!UUID.test(id)) return { ok: false, state: { ...EMPTY_AID_FORM, typed } };
  const [organizationId] = worker.organizationIds;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const result = await uploadList({ id, organizationId, userId: worker.userId, ...parsed.data, bytes, now });
  return result.ok ? { ok: true, id } : { ok: false, state: refusedForm(typed, result) };
}
