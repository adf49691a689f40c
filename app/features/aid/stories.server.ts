import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { preparePicture } from "#app/lib/picture.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { AID_ROLES } from "./case-state.ts";
import { allows, type ConsentScope, type ConsentTerms } from "./consent.ts";
import { holdsAidRole } from "./locked-case.server.ts";

const TERMS = `is_minor as "isMinor", scopes, channels, given_on as "givenOn", expires_on as "expiresOn",
  withdrawn_at as "withdrawnAt"`;

/** Whether something about a person may be shown on this site now; false for an unknown consent. */
export async function mayPublish(
  consentId: string,
  scope: ConsentScope,
  now: Date,
  sql: Sql = db,
): Promise<boolean> {
  const [consent] = await sql.rows<ConsentTerms>(`select ${TERMS} from aid_consent where id = $1`, [
    consentId,
  ]);
  return consent !== undefined && allows(consent, scope, "site", shanghaiDay(now));
}

export interface PublishStoryInput {
  /** The caller's: sent twice, it is one story. */
  id: string;
  organizationId: string;
  userId: string;
  consentId: string;
  title: string;
  body: string;
  /** Empty: told without a name. */
  shownName: string;
  picture: Uint8Array | null;
  now: Date;
}

export type PublishStoryResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "no-consent" | "minor-named" | "picture" };

/** Publishes what a person told, as far as the consent goes: each part of it needs its own scope. Safe to call again. */
export async function publishStory(input: PublishStoryInput): Promise<PublishStoryResult> {
  const { id, organizationId, userId, consentId, now } = input;
  const prepared = input.picture ? await preparePicture(input.picture) : null;
  if (prepared && !prepared.ok) return { ok: false, reason: "picture" };
  const [copy] = prepared?.ok ? prepared.copies : [];
  return transaction(async (tx): Promise<PublishStoryResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [consent] = await tx.rows<ConsentTerms & { fundId: string }>(
      `select ${TERMS}, fund_id as "fundId" from aid_consent where id = $1 and organization_id = $2 for share`,
      [consentId, organizationId],
    );
    const may = (scope: ConsentScope) =>
      consent !== undefined && allows(consent, scope, "site", shanghaiDay(now));
    if (!consent || !may("story")) return { ok: false, reason: "no-consent" };
    if (input.shownName !== "" && consent.isMinor) return { ok: false, reason: "minor-named" };
    if (input.shownName !== "" && !may("name")) return { ok: false, reason: "no-consent" };
    if (copy && !may("picture")) return { ok: false, reason: "picture" };
    const inserted = await tx.run(
      `insert into aid_story (id, organization_id, fund_id, consent_id, title, body, shown_name, picture, picture_type,
                              picture_width, picture_height, published_by_id, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (id) do nothing`,
      [
        id,
        organizationId,
        consent.fundId,
        consentId,
        input.title,
        input.body,
        input.shownName === "" ? null : input.shownName,
        copy ? Buffer.from(copy.content) : null,
        copy?.mediaType ?? null,
        copy?.width ?? null,
        copy?.height ?? null,
        userId,
        now,
      ],
    );
    if (inserted === 0) return { ok: true, repeated: true };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "story-published",
      subjectKind: "story",
      subjectId: id,
      details: { consent: consentId, named: input.shownName !== "", picture: copy !== undefined },
      now,
    });
    return { ok: true, repeated: false };
  });
}

interface ConsentActor {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}
export type TakeDownResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" };

/**
 * Somebody takes a consent back: from this moment nothing under it is shown, and what was told is emptied. The aid
 * itself and its books stay as they are. Safe to call again.
 */
export async function withdrawConsent({
  id,
  organizationId,
  userId,
  now,
}: ConsentActor): Promise<TakeDownResult> {
  return transaction(async (tx): Promise<TakeDownResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [consent] = await tx.rows<{ withdrawnAt: Date | null }>(
      `select withdrawn_at as "withdrawnAt" from aid_consent where id = $1 and organization_id = $2 for update`,
      [id, organizationId],
    );
    if (!consent) return { ok: false, reason: "not-found" };
    if (consent.withdrawnAt) return { ok: true, repeated: true };
    await tx.run("update aid_consent set withdrawn_at = $2, withdrawn_by_id = $3 where id = $1", [
      id,
      now,
      userId,
    ]);
    const taken = await emptyStories(tx, "consent_id = $1::uuid", id, "withdrawn", userId, now);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "consent-withdrawn",
      subjectKind: "consent",
      subjectId: id,
      details: { stories: taken },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** Takes one story down without touching its consent. Safe to call again. */
export async function takeDownStory({
  id,
  organizationId,
  userId,
  now,
}: ConsentActor): Promise<TakeDownResult> {
  return transaction(async (tx): Promise<TakeDownResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [story] = await tx.rows("select 1 as found from aid_story where id = $1 and organization_id = $2", [
      id,
      organizationId,
    ]);
    if (!story) return { ok: false, reason: "not-found" };
    const taken = await emptyStories(tx, "id = $1::uuid", id, "taken-down", userId, now);
    if (taken === 0) return { ok: true, repeated: true };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "story-unpublished",
      subjectKind: "story",
      subjectId: id,
      now,
    });
    return { ok: true, repeated: false };
  });
}

async function emptyStories(
  tx: Sql,
  which: "consent_id = $1::uuid" | "id = $1::uuid",
  id: string,
  reason: "withdrawn" | "taken-down",
  userId: string,
  now: Date,
): Promise<number> {
  return tx.run(
    `update aid_story set title = null, body = null, shown_name = null, picture = null, picture_type = null,
       picture_width = null, picture_height = null, unpublished_at = $2, unpublished_by_id = $3, unpublish_reason = $4
     where ${which} and unpublished_at is null`,
    [id, now, userId, reason],
  );
}

/** Empties what is told under consents that are over. It was hidden from the first day after; this makes it gone. */
export async function emptyExpiredStories(now: Date): Promise<number> {
  return db.run(
    `update aid_story s set title = null, body = null, shown_name = null, picture = null, picture_type = null,
       picture_width = null, picture_height = null, unpublished_at = $1, unpublish_reason = 'expired'
     from aid_consent c where c.id = s.consent_id and s.unpublished_at is null and c.expires_on < $2::date`,
    [now, shanghaiDay(now)],
  );
}
