import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AllocationRefusal, allocateCost, type CostWeights } from "./allocate-cost.ts";
import type { CostMethod, CostTypeCode } from "./cost-types.ts";
import { REGISTER_ROLES, type SentFile } from "./register-rules.ts";
import { readVoucher, type VoucherRefusal } from "./voucher.server.ts";

export interface EnterCostInput {
  /** The caller's: the same id enters one cost. */
  id: string;
  organizationId: string;
  userId: string;
  /** Day in China. */
  incurredOn: string;
  type: CostTypeCode;
  method: CostMethod;
  amountFen: bigint;
  weights: CostWeights;
  /** For colleagues; never public. */
  note: string;
  file: SentFile;
  now: Date;
}

export type EnterCostRefusal =
  | AllocationRefusal
  | VoucherRefusal
  | "not-permitted"
  | "in-future"
  | "voucher-used"
  | "other-content";

/**
 * Enters a cost of the organization's own books with its voucher, divided between its purposes. It counts once a
 * second person has confirmed it. Safe to call again with the same id and content.
 */
export async function enterCost(
  input: EnterCostInput,
): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: EnterCostRefusal }> {
  if (input.incurredOn > shanghaiDay(input.now)) return { ok: false, reason: "in-future" };
  const allocation = allocateCost(input);
  if (!allocation.ok) return allocation;
  const read = readVoucher(input.file);
  if (!read.ok) return read;
  const { parts } = allocation;
  const { voucher } = read;
  return transaction(async (tx) => {
    const { organizationId, userId } = input;
    if (!(await holdsRole(tx, organizationId, userId, REGISTER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const known = await knownEntry(tx, input, voucher.sha256);
    if (known) return known;
    const inserted = await tx.run(
      `insert into cost_entry (organization_id, id, incurred_on, type, method, amount_fen, administration_weight,
         fundraising_weight, project_weight, administration_fen, fundraising_fen, project_fen, note,
         file_name, media_type, size_bytes, sha256, content, entered_by_id, entered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
       on conflict do nothing`,
      [
        organizationId,
        input.id,
        input.incurredOn,
        input.type,
        input.method,
        input.amountFen,
        input.weights.administration,
        input.weights.fundraising,
        input.weights.project,
        parts.administration,
        parts.fundraising,
        parts.project,
        input.note,
        voucher.fileName,
        voucher.mediaType,
        voucher.sizeBytes,
        voucher.sha256,
        voucher.content,
        userId,
        input.now,
      ],
    );
    // Lost to the same form or the same voucher at this very moment: what stands there now says which.
    if (inserted === 0)
      return (await knownEntry(tx, input, voucher.sha256)) ?? { ok: false, reason: "voucher-used" };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "cost-entered",
      subjectKind: "cost",
      subjectId: input.id,
      details: { type: input.type, amountFen: input.amountFen, day: input.incurredOn },
      now: input.now,
    });
    return { ok: true, repeated: false };
  });
}

/** The answer where the id or the voucher is there already; null where neither is. */
async function knownEntry(
  tx: Sql,
  input: EnterCostInput,
  sha256: string,
): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: "voucher-used" | "other-content" } | null> {
  const rows = await tx.rows<{ id: string; isSame: boolean }>(
    `select id, (incurred_on, type, method, amount_fen, administration_weight, fundraising_weight, project_weight,
                 sha256) = ($4::date, $5::text, $6::text, $7::int8, $8::int, $9::int, $10::int, $3::text) as "isSame"
     from cost_entry
     where organization_id = $1 and (id = $2 or (sha256 = $3 and decision is distinct from 'rejected'))`,
    [
      input.organizationId,
      input.id,
      sha256,
      input.incurredOn,
      input.type,
      input.method,
      input.amountFen,
      input.weights.administration,
      input.weights.fundraising,
      input.weights.project,
    ],
  );
  const own = rows.find(({ id }) => id === input.id);
  if (own) return own.isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
  return rows.length > 0 ? { ok: false, reason: "voucher-used" } : null;
}
