import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import {
  accountEnd,
  MAX_PAYEES,
  type PayeeInput,
  type PayeeRefusal,
  payeeId,
  payeeRefusal,
} from "./payee.ts";
import { accountMark, sealPayee } from "./sealed-payee.server.ts";
import { sumOf } from "./typed-payees.ts";

interface Place {
  fundId: string;
  organizationId: string;
  disbursementId: string;
}

/** Why lines do not fit an amount, or one of them cannot be paid; null if all is well. No lines are well too. */
export function payeesRefusal(
  payees: readonly PayeeInput[],
  amountFen: bigint,
): PayeeRefusal | "payees-do-not-sum" | "payees-two-channels" | "too-many-payees" | null {
  if (payees.length === 0) return null;
  if (payees.length > MAX_PAYEES) return "too-many-payees";
  for (const payee of payees) {
    const refusal = payeeRefusal(payee);
    if (refusal) return refusal;
  }
  // One payment leaves one account.
  if (new Set(payees.map(({ channel }) => channel)).size > 1) return "payees-two-channels";
  return sumOf(payees) === amountFen ? null : "payees-do-not-sum";
}

/** Writes the lines of a new disbursement, numbered from 1 in the order given. */
export async function writePayees(tx: Sql, place: Place, payees: readonly PayeeInput[]): Promise<void> {
  if (payees.length === 0) return;
  const { fundId, organizationId, disbursementId } = place;
  const lines = payees.map((payee, at) => {
    const id = payeeId(disbursementId, at + 1);
    return { payee, id, ...sealPayee(id, payee) };
  });
  const column = <T>(pick: (line: (typeof lines)[number]) => T): T[] => lines.map(pick);
  const written = await tx.run(
    `insert into disbursement_payee (fund_id, organization_id, disbursement_id, id, number, amount_fen, channel,
       key_id, sealed, account_end, account_mark, subject_kind, subject_id, retry_of)
     select $1, $2, $3, l.id, l.number, l.amount_fen, l.channel, l.key_id, l.sealed, l.account_end, l.account_mark,
            l.subject_kind, l.subject_id, l.retry_of
     from unnest($4::text[], $5::int8[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::bytea[], $11::text[],
                 $12::text[], $13::text[]) with ordinality
       as l(id, amount_fen, channel, key_id, sealed, account_end, account_mark, subject_kind, subject_id, retry_of, number)`,
    [
      fundId,
      organizationId,
      disbursementId,
      column(({ id }) => id),
      column(({ payee }) => payee.amountFen),
      column(({ payee }) => payee.channel),
      column(({ keyId }) => keyId),
      column(({ sealed }) => sealed),
      column(({ payee }) => accountEnd(payee)),
      column(({ payee }) => accountMark(organizationId, payee)),
      column(({ payee }) => payee.subject?.kind ?? null),
      column(({ payee }) => payee.subject?.id ?? null),
      column(({ payee }) => payee.retryOf ?? null),
    ],
  );
  invariant(written === payees.length, "every line is written");
}

/** Whether the lines of a disbursement are these, by number, amount and account. */
export async function hasTheseLines(tx: Sql, place: Place, payees: readonly PayeeInput[]): Promise<boolean> {
  const rows = await tx.rows<{ number: number; amountFen: bigint; mark: Buffer }>(
    `select number, amount_fen as "amountFen", account_mark as mark from disbursement_payee
     where fund_id = $1 and disbursement_id = $2 order by number`,
    [place.fundId, place.disbursementId],
  );
  return (
    rows.length === payees.length &&
    rows.every((row, at) => {
      const payee = payees[at];
      return (
        payee !== undefined &&
        row.amountFen === payee.amountFen &&
        accountMark(place.organizationId, payee).equals(row.mark)
      );
    })
  );
}
