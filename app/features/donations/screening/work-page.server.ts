import { data, redirect } from "@remix-run/node";
import { requireMoneyPerson } from "../work/work-person.server.ts";
import { answerScreening, proposeScreening, type ScreeningRefusal } from "./decide-screening.server.ts";
import { countScreenings, findScreening, listScreenings, screeningSteps } from "./queries.server.ts";
import { answerSchema, proposalSchema } from "./schema.ts";

/** The queue: what waits for a decision, or what was decided. */
export async function loadScreenings(request: Request, now: Date) {
  const { organizationIds } = await requireMoneyPerson(request);
  const which = new URL(request.url).searchParams.get("state") === "decided" ? "decided" : "open";
  const [cases, counts] = await Promise.all([
    listScreenings(organizationIds, which),
    countScreenings(organizationIds),
  ]);
  return { which, cases, counts, now } as const;
}
export type ScreeningsData = Awaited<ReturnType<typeof loadScreenings>>;

/** One case with everything that was proposed and answered. */
export async function loadScreening(id: string | undefined, request: Request) {
  const person = await requireMoneyPerson(request);
  const found = await findScreening(id ?? "", person.organizationIds);
  if (!found) throw new Response(null, { status: 404 });
  return {
    found,
    person,
    steps: await screeningSteps(found.id, person.organizationIds),
    isDone: new URL(request.url).searchParams.has("done"),
  };
}
export type ScreeningData = Awaited<ReturnType<typeof loadScreening>>;

export interface ScreeningFormState {
  /** Field → key of the `screening` dictionary. */
  errors: Record<string, string>;
  refusal: ScreeningRefusal | null;
  typed: Record<string, string>;
}

/** Proposes what becomes of the case, or answers the proposal. */
export async function actOnScreening(id: string | undefined, request: Request, now: Date) {
  const person = await requireMoneyPerson(request);
  const found = await findScreening(id ?? "", person.organizationIds);
  if (!found) throw new Response(null, { status: 404 });
  const form = Object.fromEntries(
    [...(await request.formData())].map(([name, value]) => [name, String(value)]),
  );
  const step = { id: found.id, organizationId: found.organizationId, userId: person.userId, now };
  const given = "answer" in form ? answerSchema.safeParse(form) : proposalSchema.safeParse(form);
  if (!given.success) {
    const errors = Object.fromEntries(
      given.error.issues.map(({ path, message }) => [path.join("."), message]),
    );
    return data<ScreeningFormState>({ errors, refusal: null, typed: form }, { status: 422 });
  }
  const result =
    "answer" in given.data
      ? await answerScreening({ ...step, agrees: given.data.answer === "agree", seen: given.data.seen })
      : await proposeScreening({ ...step, ...given.data });
  if (!result.ok)
    return data<ScreeningFormState>({ errors: {}, refusal: result.reason, typed: form }, { status: 422 });
  throw redirect(`/workspace/screening/${found.id}?done=1`, 303);
}
