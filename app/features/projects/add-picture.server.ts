import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type PreparedPicture, preparePicture } from "#app/lib/picture.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import type { PictureConsent } from "./picture-consents.ts";

export interface AddPictureInput extends Acting {
  /** Drawn with the form. */
  pictureId: string;
  /** The progress entry that it belongs to; null: the project's story. */
  progressId: string | null;
  content: Uint8Array;
  /** What it shows, for who cannot see it. */
  alt: string;
  altEn: string;
  consent: PictureConsent;
}

/** Pictures of a story, and of one progress entry: a page of words, not an album. */
export const MOST_PICTURES = 8;

export type AddPictureResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "waiting-for-release" | "ended" | "too-many" | "same-picture" }
  | { ok: false; reason: `picture-${Extract<PreparedPicture, { ok: false }>["reason"]}` };

/** Adds a picture in its two widths, drawn anew (see lib/picture.server.ts). Safe to call again with the same id. */
export async function addPicture(input: AddPictureInput): Promise<AddPictureResult> {
  // Drawing takes a second: before the fund is locked, so that a gift never waits for a picture.
  const picture = await preparePicture(input.content);
  if (!picture.ok) return { ok: false, reason: `picture-${picture.reason}` };
  return transaction(async (tx): Promise<AddPictureResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const shown = await tx.rows<{ id: string; originalSha256: string; isRemoved: boolean }>(
      `select id, original_sha256 as "originalSha256", removed_at is not null as "isRemoved"
       from project_picture where fund_id = $1 and progress_id is not distinct from $2`,
      [input.fundId, input.progressId],
    );
    if (shown.some(({ id }) => id === input.pictureId)) return { ok: true, repeated: true };
    if (locked.project.releaseId) return { ok: false, reason: "waiting-for-release" };
    if (locked.project.state === "ended" && input.progressId === null) return { ok: false, reason: "ended" };
    const live = shown.filter(({ isRemoved }) => !isRemoved);
    if (live.some(({ originalSha256 }) => originalSha256 === picture.originalSha256))
      return { ok: false, reason: "same-picture" };
    if (live.length >= MOST_PICTURES) return { ok: false, reason: "too-many" };
    await keepPicture(tx, input, picture, shown.length + 1);
    await recordAct(tx, projectAct(input, "project-picture-added", { consent: input.consent }));
    return { ok: true, repeated: false };
  });
}

/** Writes the picture and its copies, for verbs that hold the fund's lock. */
export async function keepPicture(
  tx: Sql,
  input: Omit<AddPictureInput, "content" | "organizationId">,
  picture: Extract<PreparedPicture, { ok: true }>,
  position: number,
): Promise<void> {
  await tx.run(
    `insert into project_picture (fund_id, id, progress_id, alt, alt_en, consent, position, original_sha256, added_by_id,
       added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      input.fundId,
      input.pictureId,
      input.progressId,
      input.alt,
      input.altEn,
      input.consent,
      position,
      picture.originalSha256,
      input.userId,
      input.now,
    ],
  );
  await tx.run(
    `insert into project_picture_copy (fund_id, picture_id, width, height, media_type, sha256, content)
     select $1, $2, c.width, c.height, 'image/jpeg', c.sha256, c.content
     from unnest($3::int4[], $4::int4[], $5::text[], $6::bytea[]) as c(width, height, sha256, content)`,
    [
      input.fundId,
      input.pictureId,
      picture.copies.map(({ width }) => width),
      picture.copies.map(({ height }) => height),
      picture.copies.map(({ sha256 }) => sha256),
      picture.copies.map(({ content }) => Buffer.from(content)),
    ],
  );
}

export type RemovePictureResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "no-such-picture" };

/** Takes a picture off every page at once, for instance because a consent was withdrawn. */
export async function removePicture(input: Acting & { pictureId: string }): Promise<RemovePictureResult> {
  return transaction(async (tx): Promise<RemovePictureResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const [picture] = await tx.rows<{ removedAt: Date | null }>(
      `select removed_at as "removedAt" from project_picture where fund_id = $1 and id = $2`,
      [input.fundId, input.pictureId],
    );
    if (!picture) return { ok: false, reason: "no-such-picture" };
    if (picture.removedAt) return { ok: true, repeated: true };
    await tx.run(
      "update project_picture set removed_by_id = $3, removed_at = $4 where fund_id = $1 and id = $2",
      [input.fundId, input.pictureId, input.userId, input.now],
    );
    await recordAct(tx, projectAct(input, "project-picture-removed"));
    return { ok: true, repeated: false };
  });
}
