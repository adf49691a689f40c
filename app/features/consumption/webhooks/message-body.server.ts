import type { Sql } from "#app/lib/db.server.ts";
import { jsonText } from "#app/lib/json-answer.server.ts";
import { type SentType, TEST_TYPE } from "./event-types.ts";

export interface EventToTell {
  id: string;
  organizationId: string;
  type: SentType;
  subjectId: string;
  at: Date;
}

type Facts = Record<string, string | number | bigint | null>;

/**
 * The bodies of messages, by event: `{ type, timestamp, data }` with ids, days, codes and amounts alone. A receiver
 * that wants more asks with its key, so a message in wrong hands tells nobody's name. Only facts that stay as they
 * are: a state is what the type says, not what the row has become meanwhile.
 */
export async function bodiesOf(tx: Sql, events: readonly EventToTell[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) =>
    events.filter(({ type }) => type.startsWith(`${kind}.`)).map(({ subjectId }) => subjectId);
  const statements = await statementFacts(tx, idsOf("statement"));
  // A question about sales names the agreement alone: what made somebody ask is the charity's.
  const agreements = await agreementFacts(tx, [...idsOf("agreement"), ...idsOf("signal")]);
  return new Map(
    events.map((event) => [
      event.id,
      jsonText({
        type: event.type,
        timestamp: event.at.toISOString(),
        data: dataOf(event, statements, agreements),
      }),
    ]),
  );
}

function dataOf(
  { type, subjectId }: EventToTell,
  statements: ReadonlyMap<string, Facts>,
  agreements: ReadonlyMap<string, Facts>,
): Facts {
  if (type === TEST_TYPE) return { endpointId: subjectId };
  if (type.startsWith("statement.")) return { statementId: subjectId, ...(statements.get(subjectId) ?? {}) };
  return { agreementId: subjectId, ...(agreements.get(subjectId) ?? {}) };
}

async function statementFacts(tx: Sql, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Facts & { id: string }>(
    `select s.id, s.agreement_id as "agreementId", f.slug as campaign, s.number,
            s.period_from::text as "periodFrom", s.period_to::text as "periodTo", s.amount_fen as "amountFen",
            'CNY' as currency, s.order_count as "orderCount", s.return_count as "returnCount",
            s.confirm_by::text as "confirmBy", s.pay_by::text as "payBy"
     from consumption_statement s join fund f on f.id = s.fund_id
     where s.id = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

async function agreementFacts(tx: Sql, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<Facts & { id: string }>(
    `select a.id, f.slug as campaign, o.slug as charity
     from consumption_agreement a join fund f on f.id = a.fund_id join organization o on o.id = a.organization_id
     where a.id = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
