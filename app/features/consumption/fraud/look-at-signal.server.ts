import { SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { transaction } from "#app/lib/db.server.ts";
import { writeStep } from "./decide-signal.server.ts";
import type { BureauLook, SignalState } from "./signal.ts";

export type LookResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-decided" | "upheld-already" };

/**
 * A bureau's officer looks at what a charity decided about a signal: the decision stands for good, or the charity is to
 * look again. Only for charities of the officer's own places; that is part of the query. Safe to call again.
 */
export async function lookAtSignal(input: {
  id: string;
  officerId: string;
  step: BureauLook;
  note: string;
  now: Date;
}): Promise<LookResult> {
  const { id, officerId, step, note, now } = input;
  return transaction(async (tx): Promise<LookResult> => {
    const [found] = await tx.rows<{ id: string; state: SignalState; organizationId: string; isOwn: boolean }>(
      `${SUPERVISED_PLACES}
       select s.id, s.state, s.organization_id as "organizationId",
              coalesce((select t.by_id = $1 and t.step = $3 from consumption_signal_step t where t.signal_id = s.id
                        order by t.number desc limit 1), false) as "isOwn"
       from consumption_signal s join organization o on o.id = s.organization_id
       where s.id::text = $2 and o.division_code in (select code from supervised_place)
       for update of s`,
      [officerId, id, step],
    );
    if (!found) return { ok: false, reason: "not-found" };
    if (found.isOwn) return { ok: true, repeated: true };
    if (found.state === "upheld") return { ok: false, reason: "upheld-already" };
    if (found.state !== "decided") return { ok: false, reason: "not-decided" };
    await tx.run(
      step === "upheld"
        ? "update consumption_signal set state = 'upheld' where id = $1"
        : `update consumption_signal set state = 'open', decision = null, decided_by_id = null, decided_at = null
           where id = $1`,
      [found.id],
    );
    await writeStep(tx, {
      id: found.id,
      organizationId: found.organizationId,
      userId: officerId,
      step,
      note,
      now,
    });
    return { ok: true, repeated: false };
  });
}
