import { z } from "zod";
import { parseTypedYuan } from "#app/lib/money.ts";
import { isEventKind } from "./event-kinds.ts";
import { type DecideEventResult, decideEvent, type RecordEventResult, recordEvent } from "./events.server.ts";

type Refused<Result> = Extract<Result, { ok: false }> extends { reason: infer Reason } ? Reason : never;

/** What was refused in which form, with what was typed. */
export type EventAnswer =
  | { form: "decide"; reason: Refused<DecideEventResult> }
  | {
      form: "record";
      reason: Refused<RecordEventResult> | "kind-needed" | "day-needed" | "amount-not-readable";
      field: string;
      typed: Record<string, string>;
    };

const FIELD_OF: Readonly<Record<Refused<RecordEventResult>, string>> = {
  "in-the-future": "occurredOn",
  "too-long-ago": "occurredOn",
  "fund-needed": "fund",
  "amount-needed": "amount",
};

const typedSchema = z.object({
  id: z.uuid(),
  kind: z.string().max(40),
  occurredOn: z.string().max(10),
  fund: z.string().max(20),
  amount: z.string().max(24),
  note: z.string().max(500),
});

/** An investment may be larger than any gift. */
const EVENT_LIMITS = { minFen: 0n, maxFen: 1_000_000_000_000_00n };

interface Actor {
  organizationId: string;
  userId: string;
  now: Date;
}

/** Answers the forms of the page of events; null once it is done. Throws 400 for a form that is none of ours. */
export async function answerEventForm(form: FormData, actor: Actor): Promise<EventAnswer | null> {
  const intent = form.get("intent");
  if (intent === "confirm" || intent === "dismiss" || intent === "withdraw") {
    const eventId = z.uuid().safeParse(form.get("event"));
    if (!eventId.success) throw new Response(null, { status: 400 });
    const reason = String(form.get("reason") ?? "").slice(0, 200);
    const result = await decideEvent({ ...actor, eventId: eventId.data, decision: intent, reason });
    return result.ok ? null : { form: "decide", reason: result.reason };
  }
  const parsed = typedSchema.safeParse(Object.fromEntries(form));
  if (intent !== "record" || !parsed.success) throw new Response(null, { status: 400 });
  return recordFromForm(parsed.data, actor);
}

async function recordFromForm(typed: z.infer<typeof typedSchema>, actor: Actor): Promise<EventAnswer | null> {
  const refuse = (
    field: string,
    reason: Extract<EventAnswer, { form: "record" }>["reason"],
  ): EventAnswer => ({ form: "record", reason, field, typed });
  if (!isEventKind(typed.kind)) return refuse("kind", "kind-needed");
  if (!z.iso.date().safeParse(typed.occurredOn).success) return refuse("occurredOn", "day-needed");
  const amount = typed.amount.trim() === "" ? null : parseTypedYuan(typed.amount, EVENT_LIMITS);
  if (amount !== null && !amount.ok) return refuse("amount", "amount-not-readable");
  const result = await recordEvent({
    ...actor,
    id: typed.id,
    kind: typed.kind,
    fundId: typed.fund === "" ? null : typed.fund,
    occurredOn: typed.occurredOn,
    amountFen: amount?.amountFen ?? null,
    note: typed.note,
  });
  return result.ok ? null : refuse(FIELD_OF[result.reason], result.reason);
}
