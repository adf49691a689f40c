import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import type { StatementState } from "./statement-state.ts";

/** A statement as its verbs read it, under its lock. Days are YYYY-MM-DD in China. */
export interface LockedStatement {
  id: string;
  agreementId: string;
  fundId: string;
  organizationId: string;
  merchantId: string;
  merchantName: string;
  number: number;
  state: StatementState;
  amountFen: bigint;
  paidFen: bigint;
  confirmBy: string;
  payBy: string;
  confirmedAt: Date | null;
  disputedAt: Date | null;
  answeredAt: Date | null;
}

/** Null where there is none of this id. */
export async function lockStatement(tx: Sql, id: string): Promise<LockedStatement | null> {
  if (!fundIdOf(id, "s")) return null;
  const [row] = await tx.rows<LockedStatement>(
    `select s.id, s.agreement_id as "agreementId", s.fund_id as "fundId", s.organization_id as "organizationId",
            s.merchant_id as "merchantId", m.name as "merchantName", s.number, s.state, s.amount_fen as "amountFen",
            s.paid_fen as "paidFen", s.confirm_by::text as "confirmBy", s.pay_by::text as "payBy",
            s.confirmed_at as "confirmedAt", s.disputed_at as "disputedAt", s.answered_at as "answeredAt"
     from consumption_statement s join organization m on m.id = s.merchant_id where s.id = $1 for update of s`,
    [id],
  );
  return row ?? null;
}
