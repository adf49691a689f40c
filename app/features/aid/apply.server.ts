import { findFund } from "#app/features/funds/queries.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import type { RateRule } from "#app/lib/rate-limit.server.ts";
import { takeRate } from "#app/lib/rate-limit.server.ts";
import { applicationId } from "./application.server.ts";
import { type AidForm, refusedForm, typedFields, wrongForm } from "./form-state.ts";
import { type ProgrammeView, programmesOfFund, townsOf } from "./programme-queries.server.ts";
import { type ReceiveApplicationResult, receiveApplication } from "./receive-application.server.ts";
import { applicationSchema } from "./schema.ts";

/** A village station may bring many in an afternoon; a machine would bring thousands. */
const APPLY_RATE: RateRule = { name: "aid-apply", limit: 60, windowSeconds: 3_600 };
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the public form shows: the fund's programmes, and the one that is chosen. */
export async function loadApply(slug: string | undefined, request: Request) {
  const fund = await findFund("project", slug ?? "");
  if (!fund) throw new Response(null, { status: 404 });
  const programmes = await programmesOfFund(fund.id);
  const asked = new URL(request.url).searchParams.get("programme");
  const programme =
    programmes.find(({ id }) => id === asked) ?? (programmes.length === 1 ? (programmes[0] ?? null) : null);
  const towns = programme ? await townsOf([programme.divisionCode]) : [];
  return { fund, programmes, programme, towns };
}
export type ApplyData = Awaited<ReturnType<typeof loadApply>>;

export type SubmittedApplication =
  | Extract<ReceiveApplicationResult, { ok: true }>
  | { ok: false; status: 422 | 429; state: AidForm };

/** Takes what the form says, for the public and for a clerk. */
export async function submitApplication(
  form: FormData,
  given: {
    programmes: readonly Pick<ProgrammeView, "id">[];
    clerk: { userId: string; organizationId: string } | null;
    now: Date;
  },
): Promise<SubmittedApplication> {
  const typed = typedFields(form);
  const parsed = applicationSchema.safeParse(typed);
  const programme = given.programmes.find((one) => one.id === typed.programmeId);
  if (!parsed.success) return { ok: false, status: 422, state: wrongForm(typed, parsed.error) };
  if (!programme) return { ok: false, status: 422, state: refusedForm(typed, { reason: "closed" }) };
  const { clerk, now } = given;
  const id = applicationId(programme.id, parsed.data, now);
  const result = await receiveApplication({ id, programmeId: programme.id, typed: parsed.data, clerk, now });
  if (result.ok) return result;
  return { ok: false, status: 422, state: refusedForm(typed, result) };
}

/** Whether this caller has sent too many applications this hour. */
export async function appliesTooOften(
  context: Parameters<typeof clientAddressOf>[0],
  now: Date,
): Promise<boolean> {
  return !(await takeRate(APPLY_RATE, clientAddressOf(context), now)).ok;
}
