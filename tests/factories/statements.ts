import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeAgreement, makeEnterprise } from "./consumption.ts";
import { makeMember } from "./people.ts";
import { at, sell } from "./sales.ts";

export interface StatementPlace {
  agreementId: string;
  merchantId: string;
  /** A member of the enterprise. */
  userId: string;
  statementId: string;
}

/** The moment at which September's statement of `makeStatement` is drawn: goods may come back for seven days. */
export const DRAWN_AT = at("2026-10-08");

/** An enterprise that sold in September for so much gift, with the statement that was drawn for it. */
export async function makeStatement(
  place: { fundId: string; organizationId: string },
  amountFen: bigint,
  over: Partial<AgreementTerms> = {},
): Promise<StatementPlace> {
  const merchantId = await makeEnterprise();
  const agreementId = await makeAgreement(place, merchantId, over);
  await sell(agreementId, [
    { orderNo: "A1", occurredAt: at("2026-09-10"), giftE4: amountFen * 4_000n },
    { orderNo: "A2", occurredAt: at("2026-09-20"), giftE4: amountFen * 6_000n },
  ]);
  await postDueDays(DRAWN_AT, { agreementIds: [agreementId] });
  await drawDueStatements(DRAWN_AT, { agreementIds: [agreementId] });
  const [statement] = await db.rows<{ id: string }>(
    "select id from consumption_statement where agreement_id = $1",
    [agreementId],
  );
  const userId = await makeMember(merchantId, "merchant");
  return { agreementId, merchantId, userId, statementId: statement?.id ?? "" };
}
