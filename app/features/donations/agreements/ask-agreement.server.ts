import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";

export interface AskAgreementInput {
  donationId: string;
  partyName: string;
  partyUscc: string | null;
  /** What the donor would like to be written in. */
  wishes: string;
  now: Date;
}

export type AskAgreementResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "other-content" };

/**
 * The donor of a gift asks for a written agreement (慈善法 Art. 39: who asks must be given one). The caller has
 * seen the donor's secret. One a gift; asked twice, it is one.
 */
export async function askAgreement(input: AskAgreementInput): Promise<AskAgreementResult> {
  const { donationId, partyName, partyUscc, wishes, now } = input;
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return { ok: false, reason: "not-found" };
  const inserted = await db.run(
    `insert into donation_agreement (fund_id, donation_id, organization_id, party_name, party_uscc, wishes, asked_at)
     select fund_id, id, organization_id, $3, $4, $5, $6 from donation where fund_id = $1 and id = $2
     on conflict (fund_id, donation_id) do nothing`,
    [fundId, donationId, partyName, partyUscc, wishes, now],
  );
  if (inserted === 1) return { ok: true, repeated: false };
  const [known] = await db.rows<{ isSame: boolean }>(
    `select (party_name, party_uscc, wishes) is not distinct from ($3, $4, $5) as "isSame"
     from donation_agreement where fund_id = $1 and donation_id = $2`,
    [fundId, donationId, partyName, partyUscc, wishes],
  );
  if (!known) return { ok: false, reason: "not-found" };
  return known.isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
}
