import { addPicture, removePicture } from "./add-picture.server.ts";
import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import type { PictureConsent } from "./picture-consents.ts";
import { pictureFormSchema } from "./schema.ts";

export interface SentPicture {
  content: Uint8Array;
  alt: string;
  altEn: string;
  consent: PictureConsent;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a picture's part of a form holds; null where no file was chosen. */
export async function pictureIn(
  form: FormData,
): Promise<{ ok: true; picture: SentPicture | null } | { ok: false; errors: Record<string, string> }> {
  const file = form.get("picture");
  if (!(file instanceof File) || file.size === 0) return { ok: true, picture: null };
  const given = pictureFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return { ok: false, errors: complaintsOf(given.error) };
  return { ok: true, picture: { content: new Uint8Array(await file.arrayBuffer()), ...given.data } };
}

/** One of the forms of the page of pictures, by its `intent`: add, remove. */
export async function pictureFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const pictureId = String(form.get("formId") ?? "");
  if (!UUID.test(pictureId)) throw new Response(null, { status: 422 });
  if (form.get("intent") === "remove") {
    const removed = await removePicture({ ...acting, pictureId });
    return removed.ok ? removed : refused(form, removed);
  }
  const sent = await pictureIn(form);
  if (!sent.ok) return wrong(form, sent.errors);
  if (!sent.picture) return wrong(form, { picture: "errPicture" });
  const added = await addPicture({ ...acting, ...sent.picture, pictureId, progressId: null });
  if (added.ok) return added;
  return added.reason.startsWith("picture-")
    ? wrong(form, { picture: `refuse_${added.reason}` })
    : refused(form, added);
}
