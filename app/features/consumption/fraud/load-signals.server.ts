import { data, redirect } from "@remix-run/node";
import type { z } from "zod";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { decideSignal, SIGNAL_ROLES, type SignalRefusal } from "./decide-signal.server.ts";
import { evidenceRows } from "./evidence-queries.server.ts";
import { lookAtSignal } from "./look-at-signal.server.ts";
import { countSignals, findSignal, listSignals, type SignalReader, signalSteps } from "./queries.server.ts";
import { decisionSchema, lookSchema } from "./schema.ts";
import { SIGNAL_KINDS, SIGNALS_AT, type SignalSide } from "./signal.ts";
import { rulesOn } from "./signal-rules.ts";

/** Somebody who reads signals, by the right that the page asked for. */
export type SignalViewer = { side: SignalSide; userId: string } & SignalReader;

/** A person of a charity; else throws as `requireRole` does. */
export async function requireSignalPerson(request: Request): Promise<SignalViewer> {
  const { user, memberships } = await requireRole(request, SIGNAL_ROLES);
  const organizationIds = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  return { side: "charity", userId: user.id, organizationIds };
}

/** An officer whom the page of supervision has let in. */
export const officerViewer = (userId: string): SignalViewer => ({
  side: "bureau",
  userId,
  officerId: userId,
});

/** The queue of one side: what waits or what was decided, of all kinds or of one. */
export async function loadSignals(viewer: SignalViewer, request: Request, now: Date) {
  const { side } = viewer;
  const query = new URL(request.url).searchParams;
  const kind = SIGNAL_KINDS.find((one) => one === query.get("kind")) ?? null;
  // The bureau's turn comes after the charity's.
  const first = side === "bureau" ? "decided" : "waiting";
  const asked = query.get("state");
  const which = asked === "waiting" || asked === "decided" ? asked : first;
  const [signals, counts] = await Promise.all([listSignals(viewer, { which, kind }), countSignals(viewer)]);
  return { side, signals, counts, which, kind, now };
}
export type SignalsData = Awaited<ReturnType<typeof loadSignals>>;

/** One signal with the rows behind it and what was said. */
export async function loadSignal(viewer: SignalViewer, id: string | undefined, request: Request) {
  const found = await findSignal(id ?? "", viewer);
  if (!found) throw new Response(null, { status: 404 });
  const [steps, rows] = await Promise.all([signalSteps(found.id), evidenceRows(found)]);
  const isDone = new URL(request.url).searchParams.has("done");
  return { side: viewer.side, found, steps, rows, rules: rulesOn(found.rulesSince), isDone };
}
export type SignalData = Awaited<ReturnType<typeof loadSignal>>;

export interface SignalFormState {
  /** Field → key of the `consumptionFraud` dictionary. */
  errors: Record<string, string>;
  refusal: SignalRefusal | "not-decided" | "upheld-already" | null;
  typed: Record<string, string>;
}

/** Records what somebody of the side says about a signal. */
export async function actOnSignal(viewer: SignalViewer, id: string | undefined, request: Request, now: Date) {
  const found = await findSignal(id ?? "", viewer);
  if (!found) throw new Response(null, { status: 404 });
  const form = Object.fromEntries(
    [...(await request.formData())].map(([name, value]) => [name, String(value)]),
  );
  const { side, userId } = viewer;
  const refused = (errors: Record<string, string>, refusal: SignalFormState["refusal"]) =>
    data<SignalFormState>({ errors, refusal, typed: form }, { status: 422 });
  if (side === "bureau") {
    const given = lookSchema.safeParse(form);
    if (!given.success) return refused(errorsOf(given.error), null);
    const result = await lookAtSignal({ id: found.id, officerId: userId, ...given.data, now });
    if (!result.ok) return refused({}, result.reason);
  } else {
    const given = decisionSchema.safeParse(form);
    if (!given.success) return refused(errorsOf(given.error), null);
    const { organizationId } = found;
    const result = await decideSignal({ id: found.id, organizationId, userId, ...given.data, now });
    if (!result.ok) return refused({}, result.reason);
  }
  throw redirect(`${SIGNALS_AT[side]}/${found.id}?done=1`, 303);
}

const errorsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map(({ path, message }) => [path.join("."), message]));
