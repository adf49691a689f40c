import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import { pictureIn } from "./picture-forms.server.ts";
import { publishProgress } from "./publish-progress.server.ts";
import { progressFormSchema } from "./schema.ts";

/** The form of a progress entry, or of the correction of one. */
export async function progressFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const given = progressFormSchema.safeParse(Object.fromEntries(form));
  const sent = await pictureIn(form);
  if (!given.success || !sent.ok)
    return wrong(form, {
      ...(given.success ? {} : complaintsOf(given.error)),
      ...(sent.ok ? {} : sent.errors),
    });
  const result = await publishProgress({ ...acting, ...given.data, picture: sent.picture });
  if (result.ok) return { ok: true };
  if (result.reason === "in-the-future") return wrong(form, { happenedOn: "errFuture" });
  return result.reason.startsWith("picture-")
    ? wrong(form, { picture: `refuse_${result.reason}` })
    : refused(form, result);
}
