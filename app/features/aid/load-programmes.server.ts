import { randomUUID } from "node:crypto";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AidWorker, requireAidWorker } from "./aid-person.server.ts";
import { UUID } from "./apply.server.ts";
import { AID_DECIDER_ROLES } from "./case-state.ts";
import { type AidForm, EMPTY_AID_FORM, refusedForm, typedFields, wrongForm } from "./form-state.ts";
import { closeProgramme, openProgramme } from "./open-programme.server.ts";
import { listProgrammes, townsOf } from "./programme-queries.server.ts";
import { aidRules } from "./rules.ts";
import { programmeSchema } from "./schema.ts";

interface BudgetLine {
  fundId: string;
  fundTitle: string;
  fundTitleEn: string;
  purposeCode: string;
  name: string;
  nameEn: string;
}

/** The programmes, and what a new one may be opened on. */
export async function loadProgrammes(request: Request, now: Date) {
  const { organizationIds, roles } = await requireAidWorker(request);
  const [programmes, lines, places] = await Promise.all([
    listProgrammes(organizationIds),
    db.rows<BudgetLine>(
      `select f.id as "fundId", f.title as "fundTitle", f.title_en as "fundTitleEn", l.purpose_code as "purposeCode",
              l.name, l.name_en as "nameEn"
       from fund f join fund_budget_line l on l.fund_id = f.id
       where f.organization_id = any($1) and f.state <> 'draft' and f.kind = 'project'
       order by f.title, l.position`,
      [organizationIds],
    ),
    db.rows<{ code: string }>(
      `select distinct substr(division_code, 1, 6) as code from organization where id = any($1)`,
      [organizationIds],
    ),
  ]);
  return {
    programmes,
    lines,
    towns: (await townsOf(places.map(({ code }) => code))).toSorted((a, b) => a.code.localeCompare(b.code)),
    rules: aidRules(shanghaiDay(now)),
    attempt: randomUUID(),
    mayOpen: AID_DECIDER_ROLES.some((role) => roles.includes(role)),
    isDone: new URL(request.url).searchParams.has("done"),
  };
}
export type ProgrammesData = Awaited<ReturnType<typeof loadProgrammes>>;

/** Opens or closes a programme as the page's forms say. */
export async function actOnProgrammes(
  form: FormData,
  worker: AidWorker,
  now: Date,
): Promise<{ ok: true } | { ok: false; state: AidForm }> {
  const typed = typedFields(form);
  const [organizationId] = worker.organizationIds;
  const by = { organizationId, userId: worker.userId, now };
  if (typed.close !== undefined) {
    const closed = UUID.test(typed.close)
      ? await closeProgramme({ ...by, id: typed.close })
      : ({ ok: false, reason: "not-found" } as const);
    return closed.ok ? { ok: true } : { ok: false, state: refusedForm({}, closed) };
  }
  const [fundId = "", purposeCode = ""] = (typed.line ?? "").split("/");
  const parsed = programmeSchema.safeParse({ ...typed, fundId, purposeCode });
  if (!parsed.success) {
    const state = wrongForm(typed, parsed.error);
    const { fundId: noFund, purposeCode: noPurpose, ...errors } = state.errors;
    const line = noFund ?? noPurpose;
    return { ok: false, state: { ...state, errors: line ? { line, ...errors } : errors } };
  }
  const id = typed.attempt ?? "";
  if (!UUID.test(id)) return { ok: false, state: { ...EMPTY_AID_FORM, typed } };
  const opened = await openProgramme({ ...by, id, typed: parsed.data });
  return opened.ok ? { ok: true } : { ok: false, state: refusedForm(typed, opened) };
}
