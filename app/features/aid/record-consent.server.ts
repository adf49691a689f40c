import { createHash } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { evidenceMediaType } from "#app/lib/file-type.ts";
import { seal } from "#app/lib/seal.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { AID_ROLES } from "./case-state.ts";
import type { ConsentChannel, ConsentScope } from "./consent.ts";
import { holdsAidRole } from "./locked-case.server.ts";

export const MOST_CONSENT_BYTES = 8 * 1024 * 1024;
export const consentPlace = (id: string): string => `aid-consent:${id}`;
const evidencePlace = (id: string): string => `aid-consent-paper:${id}`;

export interface RecordConsentInput {
  /** The caller's: sent twice, it is one consent. */
  id: string;
  organizationId: string;
  fundId: string;
  userId: string;
  /** Whose consent it is, and of a child the guardian's name: sealed. */
  person: { name: string; guardianName: string };
  isMinor: boolean;
  scopes: readonly ConsentScope[];
  channels: readonly ConsentChannel[];
  givenOn: string;
  expiresOn: string;
  /** The signed paper, a photograph of it, or a recording's transcript. */
  evidence: { fileName: string; bytes: Uint8Array };
  now: Date;
}

export type RecordConsentResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "fund-not-found"
        | "guardian-needed"
        | "minor-named"
        | "expired"
        | "evidence-type";
    };

/**
 * Records what somebody agrees to have told of them, with the paper that shows it. For a child the guardian
 * consents (个人信息保护法 Art. 31), and no consent lets a child be named. Safe to call again.
 */
export async function recordConsent(input: RecordConsentInput): Promise<RecordConsentResult> {
  const { id, organizationId, fundId, userId, person, isMinor, scopes, now } = input;
  if (isMinor && scopes.includes("name")) return { ok: false, reason: "minor-named" };
  if (isMinor && person.guardianName === "") return { ok: false, reason: "guardian-needed" };
  if (input.expiresOn < shanghaiDay(now) || input.expiresOn < input.givenOn)
    return { ok: false, reason: "expired" };
  const mediaType = evidenceMediaType(input.evidence.bytes, input.evidence.fileName);
  if (!mediaType || input.evidence.bytes.byteLength > MOST_CONSENT_BYTES)
    return { ok: false, reason: "evidence-type" };
  const sealedPerson = seal(consentPlace(id), person);
  const paper = seal(evidencePlace(id), Buffer.from(input.evidence.bytes).toString("base64"));
  return transaction(async (tx): Promise<RecordConsentResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [fund] = await tx.rows("select 1 as found from fund where id = $1 and organization_id = $2", [
      fundId,
      organizationId,
    ]);
    if (!fund) return { ok: false, reason: "fund-not-found" };
    const inserted = await tx.run(
      `insert into aid_consent (id, organization_id, fund_id, person_key_id, person_sealed, is_minor,
         guardian_consents, scopes, channels, given_on, expires_on, evidence_type, evidence_sha256, evidence_key_id,
         evidence_sealed, recorded_by_id, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (id) do nothing`,
      [
        id,
        organizationId,
        fundId,
        sealedPerson.keyId,
        sealedPerson.sealed,
        isMinor,
        isMinor && person.guardianName !== "",
        scopes,
        input.channels,
        input.givenOn,
        input.expiresOn,
        mediaType,
        createHash("sha256").update(input.evidence.bytes).digest("hex"),
        paper.keyId,
        paper.sealed,
        userId,
        now,
      ],
    );
    if (inserted === 0) return { ok: true, repeated: true };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "consent-recorded",
      subjectKind: "consent",
      subjectId: id,
      details: {
        scopes: scopes.join("+"),
        channels: input.channels.join("+"),
        expiresOn: input.expiresOn,
        minor: isMinor,
      },
      now,
    });
    return { ok: true, repeated: false };
  });
}
