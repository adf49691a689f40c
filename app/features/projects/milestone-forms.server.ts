import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import { reportMilestone, type SentFile } from "./report-milestone.server.ts";
import { milestoneFormSchema, reportFormSchema, whySchema } from "./schema.ts";
import { retireMilestone, setMilestone } from "./set-milestone.server.ts";

/** One of the forms of the page of milestones, by its `intent`: set, report, retire. */
export async function milestoneFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  switch (form.get("intent")) {
    case "set":
      return set(form, acting);
    case "report":
      return report(form, acting);
    case "retire":
      return retire(form, acting);
    default:
      throw new Response(null, { status: 422 });
  }
}

async function set(form: FormData, acting: Acting): Promise<FormResult> {
  const given = milestoneFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { formId, targetCount, ...milestone } = given.data;
  const count = targetCount === null ? null : Number(targetCount);
  const result = await setMilestone({ ...acting, ...milestone, milestoneId: formId, targetCount: count });
  return result.ok ? result : refused(form, result);
}

async function report(form: FormData, acting: Acting): Promise<FormResult> {
  const given = reportFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { formId, reachedCount, isPublic, ...words } = given.data;
  const result = await reportMilestone({
    ...acting,
    ...words,
    reportId: formId,
    reachedCount: reachedCount === null ? null : Number(reachedCount),
    files: await filesOf(form),
    isPublic: isPublic === "yes",
  });
  if (result.ok) return result;
  if (result.reason === "in-the-future") return wrong(form, { reachedOn: "errFuture" });
  const ofFiles = {
    "no-evidence": "errNoEvidence",
    "file-too-large": "errFileTooLarge",
    "file-type": "errFileType",
    "same-file": "errSameFile",
  } as const;
  return result.reason in ofFiles
    ? wrong(form, { files: ofFiles[result.reason as keyof typeof ofFiles] })
    : refused(form, result);
}

async function filesOf(form: FormData): Promise<SentFile[]> {
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  return Promise.all(
    files.map(async (file) => ({ fileName: file.name, content: new Uint8Array(await file.arrayBuffer()) })),
  );
}

async function retire(form: FormData, acting: Acting): Promise<FormResult> {
  const given = whySchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const result = await retireMilestone({ ...acting, milestoneId: given.data.formId, why: given.data.why });
  return result.ok ? result : refused(form, result);
}
