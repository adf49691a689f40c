import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import type { ProjectFields } from "./project-fields.ts";
import {
  type CreateProjectResult,
  createProject,
  editProject,
  type SaveInput,
} from "./save-project.server.ts";
import { projectFormSchema } from "./schema.ts";

type Place = Omit<Acting, "fundId">;

/** The form of a new project; its ids were drawn when it was shown. */
export async function createFromForm(
  form: FormData,
  place: Place,
  create: (input: SaveInput) => Promise<CreateProjectResult> = createProject,
): Promise<FormResult<{ fundId: string }>> {
  const given = readForm(form);
  if (!given.ok) return given;
  const { fundId, formId, fields } = given;
  const result = await create({ ...place, fundId, formId, fields });
  return result.ok ? { ok: true, fundId: result.fundId } : refused(form, result);
}

/** The form of a project that is there. */
export async function editFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const given = readForm(form);
  if (!given.ok) return given;
  const result = await editProject({ ...acting, formId: given.formId, fields: given.fields, why: given.why });
  if (result.ok) return { ok: true };
  return result.reason === "reason-missing" ? wrong(form, { why: "errWhy" }) : refused(form, result);
}

function readForm(
  form: FormData,
): FormResult<{ fundId: string; formId: string; fields: ProjectFields; why: string }> {
  const given = projectFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { fundId, formId, why, goal, ...rest } = given.data;
  return { ok: true, fundId, formId, why, fields: { ...rest, goalFen: goal } };
}
