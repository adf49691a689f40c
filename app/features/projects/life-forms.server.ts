import { approveEnd, proposeEnd, refuseEnd } from "./end-project.server.ts";
import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import { pauseProject, resumeProject } from "./pause-project.server.ts";
import { askForRelease, releaseProject, returnProject } from "./release-project.server.ts";
import { endFormSchema, whySchema } from "./schema.ts";

/** One of the forms that lead a project through its life, by its `intent`. */
export async function lifeFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const formId = String(form.get("formId") ?? "");
  switch (form.get("intent")) {
    case "ask":
      return answer(form, await askForRelease({ ...acting, releaseId: idOf(formId) }));
    case "release":
      return answer(form, await releaseProject(acting));
    case "resume":
      return answer(form, await resumeProject(acting));
    case "approve-end":
      return answer(form, await approveEnd({ ...acting, endingId: idOf(formId) }));
    case "return":
      return withReason(form, (why) => returnProject({ ...acting, why }));
    case "pause":
      return withReason(form, (why) => pauseProject({ ...acting, why, pauseId: formId }));
    case "refuse-end":
      return withReason(form, (why) => refuseEnd({ ...acting, why, endingId: formId }));
    default:
      throw new Response(null, { status: 422 });
  }
}

/** The form that proposes an end. */
export async function endFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const given = endFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { formId, toFundId, ...words } = given.data;
  const target = words.handling === "none-left" ? null : toFundId;
  return answer(form, await proposeEnd({ ...acting, ...words, endingId: formId, toFundId: target }));
}

function answer(form: FormData, result: { ok: true } | { ok: false; reason: string }): FormResult {
  return result.ok ? { ok: true } : refused(form, result);
}

async function withReason(
  form: FormData,
  verb: (why: string) => Promise<{ ok: true } | { ok: false; reason: string }>,
): Promise<FormResult> {
  const given = whySchema.safeParse(Object.fromEntries(form));
  return given.success ? answer(form, await verb(given.data.why)) : wrong(form, complaintsOf(given.error));
}

function idOf(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new Response(null, { status: 422 });
}
