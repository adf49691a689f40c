import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { seal, unseal } from "#app/lib/seal.server.ts";

/** Everything of aid that is sealed: where it stands, and the place that it was sealed for, as person.ts has it. */
const SEALED = [
  { table: "aid_case", key: "person_key_id", sealed: "person_sealed", place: "'aid-case:' || id" },
  {
    table: "aid_decision",
    key: "note_key_id",
    sealed: "note_sealed",
    place: "'aid-note:' || case_id || ':' || step",
  },
  { table: "aid_consent", key: "person_key_id", sealed: "person_sealed", place: "'aid-consent:' || id" },
  {
    table: "aid_consent",
    key: "evidence_key_id",
    sealed: "evidence_sealed",
    place: "'aid-consent-paper:' || id",
  },
  { table: "aid_list", key: "key_id", sealed: "sealed", place: "'aid-list:' || id" },
] as const;

/** Values in one transaction: it may be cut off between two of them. */
const AT_ONCE = 200;

/**
 * Brings what an older key of CREDENTIAL_KEYS sealed under the current one; the old key may be taken out when none
 * is left. May be cut off, called again and called at once.
 *
 * @returns how many values were sealed anew.
 */
export async function resealAid(): Promise<number> {
  const [, ...old] = env().CREDENTIAL_KEYS.map((key) => key.id);
  if (old.length === 0) return 0;
  let resealed = 0;
  for (const what of SEALED) {
    for (;;) {
      const count = await transaction((tx) => resealSome(tx, what, old));
      resealed += count;
      if (count < AT_ONCE) break;
    }
  }
  return resealed;
}

/** How many values of aid are not under the current key. */
export async function countOldAidSeals(): Promise<number> {
  const current = env().CREDENTIAL_KEYS[0]?.id;
  const counts = SEALED.map(({ table, key }) => `(select count(*) from ${table} where ${key} <> $1)`);
  const [row] = await db.rows<{ count: number }>(`select (${counts.join(" + ")})::int as count`, [current]);
  return row?.count ?? 0;
}

async function resealSome(tx: Sql, what: (typeof SEALED)[number], old: readonly string[]): Promise<number> {
  const { table, key, sealed, place } = what;
  const rows = await tx.rows<{ row: string; place: string; keyId: string; sealed: Buffer }>(
    `select ctid::text as row, ${place} as place, ${key} as "keyId", ${sealed} as sealed from ${table}
     where ${key} = any($1) limit $2 for update skip locked`,
    [old, AT_ONCE],
  );
  const made = rows.map((row) => seal(row.place, unseal(row.place, row.keyId, row.sealed)));
  // The rows are locked, so they stay where they are until the update.
  await tx.run(
    `update ${table} t set ${key} = g.key_id, ${sealed} = g.sealed
     from unnest($1::text[], $2::text[], $3::bytea[]) as g(place, key_id, sealed) where t.ctid = g.place::tid`,
    [rows.map(({ row }) => row), made.map(({ keyId }) => keyId), made.map((one) => one.sealed)],
  );
  return rows.length;
}
