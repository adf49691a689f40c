import { randomUUID } from "node:crypto";
import { figuresIn, fundFigures } from "#app/features/funds/queries.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type PreparedPicture, preparePicture } from "#app/lib/picture.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { keepPicture } from "./add-picture.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import type { PictureConsent } from "./picture-consents.ts";

export interface PublishProgressInput extends Acting {
  /** Drawn with the form. */
  formId: string;
  /** An entry to correct; null makes a new one, whose id is the form's. */
  corrects: string | null;
  /** YYYY-MM-DD in China, not after today. */
  happenedOn: string;
  title: string;
  titleEn: string;
  /** Rich text. */
  body: string;
  bodyEn: string;
  /** Public: what was wrong. Needed for a correction alone. */
  correctionNote: string;
  /** With a new entry; the alternative text says what it shows. */
  picture: { content: Uint8Array; alt: string; altEn: string; consent: PictureConsent } | null;
}

export type PublishProgressResult =
  | { ok: true; id: string; version: number; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "not-published" | "in-the-future" | "no-such-entry" | "note-missing" }
  | { ok: false; reason: `picture-${Extract<PreparedPicture, { ok: false }>["reason"]}` };

/**
 * Publishes a progress entry with what the ledger says at this moment, which nobody can type. An entry never changes: a
 * correction is a new version with a note (Order 81 Art. 16), and both stay. Safe to call again with the same form.
 */
export async function publishProgress(input: PublishProgressInput): Promise<PublishProgressResult> {
  if (input.happenedOn > shanghaiDay(input.now)) return { ok: false, reason: "in-the-future" };
  if (input.corrects !== null && input.correctionNote === "") return { ok: false, reason: "note-missing" };
  const picture = input.picture === null ? null : await preparePicture(input.picture.content);
  if (picture && !picture.ok) return { ok: false, reason: `picture-${picture.reason}` };
  return transaction(async (tx): Promise<PublishProgressResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (!locked.project.publishedAt) return { ok: false, reason: "not-published" };
    const [known] = await tx.rows<{ id: string; version: number }>(
      "select id, version from project_progress where form_id = $1",
      [input.formId],
    );
    if (known) return { ok: true, ...known, repeated: true };
    const id = input.corrects ?? input.formId;
    const version = await nextVersion(tx, input.fundId, id);
    if (input.corrects !== null && version === 1) return { ok: false, reason: "no-such-entry" };
    await writeEntry(tx, input, id, version);
    if (picture?.ok && input.picture)
      await keepPicture(
        tx,
        { ...input, ...input.picture, pictureId: randomUUID(), progressId: id },
        picture,
        1,
      );
    await recordAct(
      tx,
      projectAct(input, "project-progress-published", { happenedOn: input.happenedOn, version }),
    );
    return { ok: true, id, version, repeated: false };
  });
}

async function nextVersion(tx: Sql, fundId: string, id: string): Promise<number> {
  const [row] = await tx.rows<{ version: number }>(
    "select coalesce(max(version), 0) + 1 as version from project_progress where fund_id = $1 and id = $2",
    [fundId, id],
  );
  return row?.version ?? 1;
}

/** A correction keeps the sums of the entry that it corrects: they were the ledger's on that day. */
async function writeEntry(tx: Sql, input: PublishProgressInput, id: string, version: number): Promise<void> {
  const figures = figuresIn(await fundFigures([input.fundId], tx), input.fundId, input.now);
  await tx.run(
    `insert into project_progress (fund_id, id, version, form_id, happened_on, title, title_en, body, body_en, raised_fen,
       disbursed_fen, delivered_fen, correction_note, published_by_id, published_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce(f.raised_fen, $10), coalesce(f.disbursed_fen, $11),
            coalesce(f.delivered_fen, $12), $13, $14, $15
     from (select 1) as one
     left join project_progress f on f.fund_id = $1 and f.id = $2 and f.version = 1`,
    [
      input.fundId,
      id,
      version,
      input.formId,
      input.happenedOn,
      input.title,
      input.titleEn,
      input.body,
      input.bodyEn,
      figures.raisedFen,
      figures.disbursedFen,
      figures.deliveredFen,
      version === 1 ? null : input.correctionNote,
      input.userId,
      input.now,
    ],
  );
}
