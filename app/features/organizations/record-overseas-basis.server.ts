import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";

/** Long enough to name a decision and its date, short enough to be read. */
export const BASIS_LENGTH = { min: 10, max: 500 } as const;

export type RecordBasisResult =
  | { ok: true }
  | { ok: false; reason: "too-short" | "too-long" | "not-permitted" };

/**
 * Records why the organization may take gifts by cards from abroad, which switches the channel on; an
 * empty text withdraws it and switches the channel off. Only an approver of that organization may.
 * Safe to call again.
 */
export async function recordOverseasBasis(input: {
  organizationId: string;
  userId: string;
  basis: string;
  now: Date;
}): Promise<RecordBasisResult> {
  const basis = input.basis.trim();
  if (basis !== "" && basis.length < BASIS_LENGTH.min) return { ok: false, reason: "too-short" };
  if (basis.length > BASIS_LENGTH.max) return { ok: false, reason: "too-long" };
  const { organizationId, userId, now } = input;
  return transaction(async (tx): Promise<RecordBasisResult> => {
    const [known] = await tx.rows<{ basis: string | null }>(
      `select o.overseas_card_basis as basis from organization o
       where o.id = $1 and exists (select from membership m where m.organization_id = o.id and m.user_id = $2
                                   and m.role = 'charity-approver') for update of o`,
      [organizationId, userId],
    );
    if (!known) return { ok: false, reason: "not-permitted" };
    if ((known.basis ?? "") === basis) return { ok: true };
    await tx.run(
      "update organization set overseas_card_basis = nullif($2, ''), overseas_card_basis_at = $3 where id = $1",
      [organizationId, basis, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "overseas-basis-recorded",
      subjectKind: "organization",
      subjectId: organizationId,
      details: { isOn: basis !== "" },
      now,
    });
    return { ok: true };
  });
}
