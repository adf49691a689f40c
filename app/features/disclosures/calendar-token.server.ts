import { recordAct } from "#app/features/identity/record-act.server.ts";
import { hashToken, newToken } from "#app/features/identity/token.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { PUBLISHER_ROLES } from "./publish-disclosure.server.ts";

export interface CalendarOwner {
  organizationId: string;
  organizationName: string;
  userId: string;
}

interface TokenInput {
  organizationId: string;
  userId: string;
  now: Date;
}

/**
 * A new private address of the person's calendar of an organization; the one before stops working. The token is
 * given out here and never again: the database keeps its hash.
 */
export async function makeCalendarToken({ organizationId, userId, now }: TokenInput): Promise<string> {
  const token = newToken();
  await transaction(async (tx) => {
    await tx.run(
      `insert into calendar_token (organization_id, user_id, token_hash, created_at) values ($1, $2, $3, $4)
       on conflict (organization_id, user_id)
       do update set token_hash = excluded.token_hash, created_at = excluded.created_at`,
      [organizationId, userId, hashToken(token), now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "calendar-address-made",
      subjectKind: "calendar",
      subjectId: userId,
      now,
    });
  });
  return token;
}

/** Since when the person has an address; null: none yet. */
export async function calendarSince(organizationId: string, userId: string): Promise<Date | null> {
  const [row] = await db.rows<{ createdAt: Date }>(
    `select created_at as "createdAt" from calendar_token where organization_id = $1 and user_id = $2`,
    [organizationId, userId],
  );
  return row?.createdAt ?? null;
}

/** Whose calendar an address is; null for an unknown one, or of somebody who has left the organization. */
export async function findCalendarOwner(token: string): Promise<CalendarOwner | null> {
  const [owner] = await db.rows<CalendarOwner>(
    `select k.organization_id as "organizationId", o.name as "organizationName", k.user_id as "userId"
     from calendar_token k join organization o on o.id = k.organization_id
     where k.token_hash = $1 and exists (select from membership m where m.organization_id = k.organization_id
                                           and m.user_id = k.user_id and m.role = any($2))`,
    [hashToken(token), PUBLISHER_ROLES],
  );
  return owner ?? null;
}
