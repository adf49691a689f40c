import { db } from "#app/lib/db.server.ts";
import { unseal } from "#app/lib/seal.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { ConsentChannel, ConsentScope } from "./consent.ts";
import { maskedName } from "./person.ts";
import { consentPlace } from "./record-consent.server.ts";

export interface PublicStory {
  id: string;
  title: string;
  body: string;
  shownName: string | null;
  picture: { width: number; height: number } | null;
  publishedAt: Date;
}

/** The same rule as `allows` (consent.ts), in the query: what does not hold today is not read at all. */
const HOLDS = `c.withdrawn_at is null and $2::date between c.given_on and c.expires_on
  and 'story' = any(c.scopes) and 'site' = any(c.channels) and s.unpublished_at is null`;

/** What people told about a fund, under consents that hold today. */
export async function storiesOf(fundId: string, now: Date, limit: number): Promise<PublicStory[]> {
  const rows = await db.rows<Omit<PublicStory, "picture"> & { width: number | null; height: number | null }>(
    `select s.id, s.title, s.body, case when 'name' = any(c.scopes) and not c.is_minor then s.shown_name end as "shownName",
            case when 'picture' = any(c.scopes) then s.picture_width end as width, s.picture_height as height,
            s.published_at as "publishedAt"
     from aid_story s join aid_consent c on c.id = s.consent_id
     where s.fund_id = $1 and ${HOLDS} order by s.published_at desc, s.id limit $3`,
    [fundId, shanghaiDay(now), limit],
  );
  return rows.map(({ width, height, ...row }) => ({
    ...row,
    picture: width === null || height === null ? null : { width, height },
  }));
}

/** The picture of a story whose consent holds today; null otherwise. */
export async function storyPicture(id: string, now: Date): Promise<{ type: string; content: Buffer } | null> {
  const [row] = await db.rows<{ type: string; content: Buffer }>(
    `select s.picture_type as type, s.picture as content from aid_story s join aid_consent c on c.id = s.consent_id
     where s.id = $1 and ${HOLDS} and 'picture' = any(c.scopes) and s.picture is not null`,
    [id, shanghaiDay(now)],
  );
  return row ?? null;
}

export interface ConsentView {
  id: string;
  fundTitle: string;
  fundTitleEn: string;
  maskedName: string;
  isMinor: boolean;
  scopes: ConsentScope[];
  channels: ConsentChannel[];
  givenOn: string;
  expiresOn: string;
  withdrawnAt: Date | null;
  stories: { id: string; title: string | null; isShown: boolean }[];
}

/** The consents of these organizations, newest first. */
export async function listConsents(
  organizationIds: readonly string[],
  limit: number,
): Promise<ConsentView[]> {
  const rows = await db.rows<
    Omit<ConsentView, "maskedName"> & { keyId: string | null; sealed: Buffer | null }
  >(
    `select c.id, f.title as "fundTitle", f.title_en as "fundTitleEn", c.person_key_id as "keyId",
            c.person_sealed as sealed, c.is_minor as "isMinor", c.scopes, c.channels, c.given_on as "givenOn",
            c.expires_on as "expiresOn", c.withdrawn_at as "withdrawnAt",
            coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title, 'isShown', s.unpublished_at is null)
                                      order by s.published_at)
                      from aid_story s where s.consent_id = c.id), '[]') as stories
     from aid_consent c join fund f on f.id = c.fund_id
     where c.organization_id = any($1) order by c.recorded_at desc, c.id limit $2`,
    [organizationIds, limit],
  );
  return rows.map(({ keyId, sealed, ...row }) => {
    const person =
      keyId === null || sealed === null
        ? null
        : (unseal(consentPlace(row.id), keyId, sealed) as { name: string });
    return { ...row, maskedName: maskedName(person?.name ?? "") };
  });
}
