import { apiKeyWithRole } from "#app/features/identity/api-key.server.ts";
import { translator } from "#app/lib/i18n.ts";
import { withIdempotency } from "#app/lib/idempotency.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { readRawJson } from "#app/lib/json-body.server.ts";
import { apiLang, inputProblem, zodErrorsIn } from "#app/lib/problem.server.ts";
import { acceptEvents } from "./accept-events.server.ts";
import type { EventResult } from "./event.ts";
import { envelopeSchema, type ReadEvent, readEvent } from "./schema.ts";
import { acceptTestEvents } from "./test-events.server.ts";

/** POST /api/v1/consumption-events: what a merchant's till sold and took back, 1 to 1,000 rows, each with its answer. */
export async function takeConsumptionEvents(request: Request, now: Date): Promise<Response> {
  const acting = await apiKeyWithRole(request, ["merchant"], { takesTestKeys: true });
  if (!acting.ok) return acting.response;
  const body = await readRawJson(request);
  if (!body.ok) return body.response;
  const lang = apiLang(request);
  const envelope = envelopeSchema.safeParse(body.value, { error: zodErrorsIn(lang) });
  if (!envelope.success) return inputProblem(request, envelope.error);
  const { organizationId: merchantId, mode, id: keyId } = acting.key;
  const t = translator(lang)("consumptionIntake");
  return withIdempotency(request, `POST /consumption-events ${keyId}`, body.text, now, async () => {
    const rows = envelope.data.events.map(readEvent);
    const events = rows.flatMap((row) => (row.ok ? [row.event] : []));
    const batch = { merchantId, events, source: "api", now } as const;
    const { results } = await (mode === "test" ? acceptTestEvents(batch) : acceptEvents(batch));
    const said = inOrder(rows, results).map(({ reason, ...result }) =>
      reason ? { ...result, reason, message: t(`reason_${reason}`) } : result,
    );
    const answer = mode === "test" ? { results: said, mode } : { results: said };
    return jsonAnswer(answer, { headers: { "Cache-Control": "no-store" } });
  });
}

/** The answers to the rows that could be read, with those that could not in their places. */
function inOrder(rows: readonly ReadEvent[], results: readonly EventResult[]): EventResult[] {
  let next = 0;
  return rows.flatMap((row): EventResult[] => {
    if (!row.ok) {
      const { orderNo, reason } = row;
      return [{ orderNo, outcome: "rejected", donationFenE4: 0n, reason }];
    }
    const result = results[next];
    next += 1;
    return result ? [result] : [];
  });
}
