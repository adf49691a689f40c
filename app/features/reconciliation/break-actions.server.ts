import { z } from "zod";
import { assignBreaks } from "./assign-breaks.server.ts";
import type { BreakFormAnswer, Refusal } from "./break-form.ts";
import { CHOSEN_REASONS } from "./break-reasons.ts";
import { decideWriteOff } from "./decide-write-off.server.ts";
import { explainBreak } from "./explain-break.server.ts";
import { reopenBreak } from "./reopen-break.server.ts";
import { requestWriteOff } from "./request-write-off.server.ts";

interface Place {
  organizationId: string;
  userId: string;
  now: Date;
}

type Outcome = { ok: true; count?: number } | { ok: false; reason: Refusal };
export type FormResult = { ok: true; count: number } | { ok: false; answer: BreakFormAnswer };

const MOST_NOTE = 500;
const note = z.string().max(MOST_NOTE).catch("");
const reason = z.enum(CHOSEN_REASONS).nullable().catch(null);
const assignSchema = z.object({ attempt: z.uuid(), owner: z.uuid(), reason, note });
const actSchema = z.object({ attempt: z.uuid(), reason, note });

function typedIn(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  return typed;
}

const resultOf = (form: FormData, outcome: Outcome): FormResult =>
  outcome.ok
    ? { ok: true, count: outcome.count ?? 1 }
    : { ok: false, answer: { refusal: outcome.reason, typed: typedIn(form) } };

/** The form under the list: every break that is picked goes to one owner. */
export async function assignFromForm(form: FormData, place: Place): Promise<FormResult> {
  const given = assignSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return resultOf(form, { ok: false, reason: "owner-not-member" });
  const breakIds = form.getAll("break").filter((id): id is string => z.uuid().safeParse(id).success);
  const { attempt, owner, ...words } = given.data;
  return resultOf(form, await assignBreaks({ ...place, ...words, id: attempt, ownerId: owner, breakIds }));
}

/** One of the forms on a break's own page, by its `intent`. */
export async function actOnBreakForm(
  form: FormData,
  place: Place & { breakId: string },
): Promise<FormResult> {
  const intent = form.get("intent");
  if (intent === "assign") {
    form.append("break", place.breakId);
    return assignFromForm(form, place);
  }
  const given = actSchema.safeParse(Object.fromEntries(form));
  if (!given.success) throw new Response(null, { status: 422 });
  const { attempt, ...words } = given.data;
  const acting = { ...place, id: attempt, note: words.note };
  switch (intent) {
    case "explain":
      return resultOf(
        form,
        words.reason === null
          ? { ok: false, reason: "no-reason" }
          : await explainBreak({ ...acting, reason: words.reason }),
      );
    case "request-write-off":
      return resultOf(form, await requestWriteOff(acting));
    case "approve":
    case "refuse":
      return resultOf(form, await decideWriteOff({ ...acting, decision: intent }));
    case "reopen":
      return resultOf(form, await reopenBreak(acting));
    default:
      throw new Response(null, { status: 422 });
  }
}
