import { changeBudget, type PlannedLine } from "./change-budget.server.ts";
import { complaintsOf, type FormResult, refused, wrong } from "./form-state.ts";
import type { Acting } from "./locked-project.server.ts";
import { budgetFormSchema, budgetLineSchema } from "./schema.ts";

/** Rows of the form: the lines that are there and some empty ones. */
export const MOST_LINES = 20;

/** The budget form: rows "name-0", "nameEn-0", "planned-0", "code-0" and so on; an empty row is no line. */
export async function budgetFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const head = budgetFormSchema.safeParse(Object.fromEntries(form));
  const errors: Record<string, string> = head.success ? {} : complaintsOf(head.error);
  const lines: PlannedLine[] = [];
  for (let row = 0; row < MOST_LINES; row += 1) {
    const typed = rowOf(form, row);
    if (typed.name.trim() === "" && typed.planned.trim() === "") continue;
    const given = budgetLineSchema.safeParse(typed);
    if (given.success) {
      const { code, name, nameEn, planned } = given.data;
      lines.push({ purposeCode: code === "" ? null : code, name, nameEn, plannedFen: planned });
    } else {
      for (const [field, message] of Object.entries(complaintsOf(given.error)))
        errors[`${field}-${row}`] = message;
    }
  }
  if (lines.length === 0 && Object.keys(errors).length === 0) errors["name-0"] = "errLineName";
  if (!head.success || Object.keys(errors).length > 0) return wrong(form, errors);
  const result = await changeBudget({ ...acting, formId: head.data.formId, lines, why: head.data.why });
  if (result.ok) return { ok: true };
  if (result.reason === "reason-missing") return wrong(form, { why: "errWhy" });
  return refused(form, result);
}

function rowOf(form: FormData, row: number) {
  const text = (name: string): string => {
    const value = form.get(`${name}-${row}`);
    return typeof value === "string" ? value : "";
  };
  return { code: text("code"), name: text("name"), nameEn: text("nameEn"), planned: text("planned") };
}
