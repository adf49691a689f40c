import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { openPayee, sealPayee } from "./sealed-payee.server.ts";

/** Lines in one transaction: it may be cut off between two of them. */
const AT_ONCE = 200;

/**
 * Brings the payees that an older key of CREDENTIAL_KEYS sealed under the current one; the old key may be taken
 * out when none is left. May be cut off, called again and called at once.
 *
 * @returns how many lines were sealed anew.
 */
export async function resealPayees(): Promise<number> {
  const [, ...old] = env().CREDENTIAL_KEYS.map((key) => key.id);
  if (old.length === 0) return 0;
  let resealed = 0;
  for (;;) {
    const count = await transaction((tx) => resealSome(tx, old));
    resealed += count;
    if (count < AT_ONCE) return resealed;
  }
}

async function resealSome(tx: Sql, old: readonly string[]): Promise<number> {
  const rows = await tx.rows<{ fundId: string; id: string; keyId: string; sealed: Buffer }>(
    `select fund_id as "fundId", id, key_id as "keyId", sealed from disbursement_payee
     where key_id = any($1) order by fund_id, id limit $2 for update skip locked`,
    [old, AT_ONCE],
  );
  const made = rows.map((row) => sealPayee(row.id, openPayee(row)));
  await tx.run(
    `update disbursement_payee l set key_id = g.key_id, sealed = g.sealed
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as g(fund_id, id, key_id, sealed)
     where l.fund_id = g.fund_id and l.id = g.id`,
    [
      rows.map(({ fundId }) => fundId),
      rows.map(({ id }) => id),
      made.map(({ keyId }) => keyId),
      made.map(({ sealed }) => sealed),
    ],
  );
  return rows.length;
}
