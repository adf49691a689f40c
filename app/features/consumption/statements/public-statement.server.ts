import { shanghaiDay } from "#app/lib/time.ts";
import { findStatement, type StatementRow, statementDays, statementPayments } from "./queries.server.ts";

/**
 * A statement as everybody may see it: what was promised, what came, when, through which gift. What the two sides
 * wrote to each other is not in it. Throws a 404 response for one that is not of this campaign.
 */
export async function loadPublicStatement(params: { slug?: string; id?: string }, now: Date) {
  const found = await findStatement(params.id ?? "");
  if (!found || found.campaignSlug !== params.slug) throw new Response(null, { status: 404 });
  const { disputeReason: _, disputeNote: __, answerNote: ___, merchantUscc: ____, ...statement } = found;
  const [days, payments] = await Promise.all([
    statementDays(statement.id),
    statementPayments(statement.id, now),
  ]);
  return {
    statement: statement satisfies StatementRow,
    days,
    // An attempt that is open is the payer's alone.
    payments: payments.filter(({ isOpen }) => !isOpen),
    today: shanghaiDay(now),
    asOf: now,
  };
}
export type PublicStatementData = Awaited<ReturnType<typeof loadPublicStatement>>;
