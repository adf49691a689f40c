import { createHash, randomUUID } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { fingerprint } from "#app/lib/seal.server.ts";
import { type NamedEntry, type NameList, readNameList } from "./name-list.ts";

/** What stands in place of a name: the same for equal names, and nothing to read back. `name` as plainName gives it. */
export const nameKey = (name: string): Buffer => fingerprint("screening-name", "platform", name);

export interface UploadListInput {
  /** Of the operator who uploads, for the audit trail. */
  organizationId: string;
  userId: string;
  source: string;
  reference: string;
  issuedOn: string;
  file: Uint8Array;
  now: Date;
}
export type UploadListResult =
  | { ok: true; entryCount: number; repeated: boolean }
  | { ok: false; reason: Extract<NameList, { ok: false }>["reason"] | "not-permitted" };

/**
 * Takes a list of names and keeps only their fingerprints. It takes the place of an older list of the same source,
 * which stays for the cases that it opened. The same file again changes nothing.
 */
export async function uploadScreeningList(input: UploadListInput): Promise<UploadListResult> {
  const read = readNameList(input.file);
  if (!read.ok) return read;
  const sha256 = createHash("sha256").update(input.file).digest("hex");
  return transaction(async (tx): Promise<UploadListResult> => {
    const [operator] = await tx.rows(
      "select from membership where organization_id = $1 and user_id = $2 and role = 'operator'",
      [input.organizationId, input.userId],
    );
    if (!operator) return { ok: false, reason: "not-permitted" };
    // Two uploads of one source come one after the other.
    await tx.rows("select pg_advisory_xact_lock(hashtext('screening-list:' || $1))", [input.source]);
    const [inForce] = await tx.rows<{ sha256: string }>(
      "select sha256 from screening_list where source = $1 and superseded_at is null",
      [input.source],
    );
    if (inForce?.sha256 === sha256) return { ok: true, entryCount: read.entries.length, repeated: true };
    await tx.run("update screening_list set superseded_at = $2 where source = $1 and superseded_at is null", [
      input.source,
      input.now,
    ]);
    const id = randomUUID();
    await tx.run(
      `insert into screening_list (id, source, reference, issued_on, sha256, entry_count, uploaded_by_id, uploaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        input.source,
        input.reference,
        input.issuedOn,
        sha256,
        read.entries.length,
        input.userId,
        input.now,
      ],
    );
    await tx.run(
      `insert into screening_list_entry (list_id, number, name_key, country, reference)
       select $1, e.number, e.name_key, e.country, e.reference
       from unnest($2::int[], $3::bytea[], $4::text[], $5::text[]) as e(number, name_key, country, reference)`,
      [id, ...columnsOf(read.entries)],
    );
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "screening-list-uploaded",
      subjectKind: "screening-list",
      subjectId: id,
      details: { rows: read.entries.length },
      now: input.now,
    });
    return { ok: true, entryCount: read.entries.length, repeated: false };
  });
}

const columnsOf = (entries: readonly NamedEntry[]) => [
  entries.map((_, index) => index + 1),
  entries.map(({ name }) => nameKey(name)),
  entries.map(({ country }) => country),
  entries.map(({ reference }) => reference),
];

export interface ScreeningListView {
  id: string;
  source: string;
  reference: string;
  issuedOn: string;
  entryCount: number;
  uploadedBy: string | null;
  uploadedAt: Date;
  isInForce: boolean;
}

/** The lists, those in force first; how many names and from where, never which. */
export async function listScreeningLists(): Promise<ScreeningListView[]> {
  return db.rows<ScreeningListView>(
    `select l.id::text as id, l.source, l.reference, l.issued_on::text as "issuedOn", l.entry_count as "entryCount",
            u.name as "uploadedBy", l.uploaded_at as "uploadedAt", l.superseded_at is null as "isInForce"
     from screening_list l left join app_user u on u.id = l.uploaded_by_id
     order by l.superseded_at is not null, l.uploaded_at desc limit 50`,
  );
}
