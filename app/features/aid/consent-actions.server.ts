import { randomUUID } from "node:crypto";
import { z } from "zod";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { type AidWorker, requireAidWorker } from "./aid-person.server.ts";
import { UUID } from "./apply.server.ts";
import { CONSENT_CHANNELS, CONSENT_SCOPES } from "./consent.ts";
import { type AidForm, EMPTY_AID_FORM, refusedForm, typedFields, wrongForm } from "./form-state.ts";
import { MOST_CONSENT_BYTES, recordConsent } from "./record-consent.server.ts";
import { publishStory, takeDownStory, withdrawConsent } from "./stories.server.ts";
import { listConsents } from "./story-queries.server.ts";

const SHOWN = 100;
const USUAL_YEARS_DAYS = 2 * 365;

const day = z.string("errDay").regex(/^\d{4}-\d{2}-\d{2}$/, "errDay");
const consentSchema = z.object({
  fundId: z.string("errFund").min(1, "errFund"),
  name: z.string("errName").trim().min(1, "errName").max(60, "errTooLong"),
  guardianName: z.string().trim().max(60, "errTooLong").default(""),
  scopes: z.array(z.enum(CONSENT_SCOPES), "errScopes").min(1, "errScopes"),
  channels: z.array(z.enum(CONSENT_CHANNELS), "errChannels").min(1, "errChannels"),
  givenOn: day,
  expiresOn: day,
});
const storySchema = z.object({
  consentId: z.uuid(),
  title: z.string("errStoryTitle").trim().min(1, "errStoryTitle").max(60, "errTooLong"),
  body: z.string("errStoryBody").trim().min(1, "errStoryBody").max(2_000, "errTooLong"),
  shownName: z.string().trim().max(40, "errTooLong").default(""),
});

/** The consents, and what a new one may be recorded for. */
export async function loadConsents(request: Request, now: Date) {
  const { organizationIds } = await requireAidWorker(request);
  const [consents, funds] = await Promise.all([
    listConsents(organizationIds, SHOWN),
    db.rows<{ id: string; title: string; titleEn: string }>(
      `select id, title, title_en as "titleEn" from fund
       where organization_id = any($1) and kind = 'project' and state <> 'draft' order by title`,
      [organizationIds],
    ),
  ]);
  const today = shanghaiDay(now);
  return {
    consents,
    funds,
    today,
    usualExpiry: addDays(today, USUAL_YEARS_DAYS),
    attempt: randomUUID(),
    isDone: new URL(request.url).searchParams.has("done"),
  };
}
export type ConsentsData = Awaited<ReturnType<typeof loadConsents>>;

export type ConsentActResult = { ok: true } | { ok: false; state: AidForm };
const wrong = (typed: Record<string, string>, errors: Record<string, string>): ConsentActResult => ({
  ok: false,
  state: { ...EMPTY_AID_FORM, typed, errors },
});
const answerOf = (
  typed: Record<string, string>,
  result: { ok: true } | { ok: false; reason: string },
): ConsentActResult => (result.ok ? { ok: true } : { ok: false, state: refusedForm(typed, result) });

/** Does what one of the forms on the page of consents asks for. */
export async function actOnConsents(form: FormData, worker: AidWorker, now: Date): Promise<ConsentActResult> {
  const typed = typedFields(form);
  const [organizationId] = worker.organizationIds;
  const by = { organizationId, userId: worker.userId, now };
  if (typed.withdraw !== undefined && UUID.test(typed.withdraw))
    return answerOf(typed, await withdrawConsent({ ...by, id: typed.withdraw }));
  if (typed.takeDown !== undefined && UUID.test(typed.takeDown))
    return answerOf(typed, await takeDownStory({ ...by, id: typed.takeDown }));
  const id = typed.attempt ?? "";
  if (!UUID.test(id)) return wrong(typed, {});
  if (typed.act === "story") {
    const parsed = storySchema.safeParse(typed);
    if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
    const picture = await bytesOf(form.get("picture"));
    return answerOf(
      typed,
      await publishStory({ ...by, id, ...parsed.data, picture: picture?.bytes ?? null }),
    );
  }
  const parsed = consentSchema.safeParse({
    ...typed,
    scopes: form.getAll("scopes").map(String),
    channels: form.getAll("channels").map(String),
  });
  if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
  const evidence = await bytesOf(form.get("evidence"));
  if (!evidence) return wrong(typed, { evidence: "errFile" });
  if (evidence.bytes.byteLength > MOST_CONSENT_BYTES) return wrong(typed, { evidence: "errFileLarge" });
  const { name, guardianName, ...terms } = parsed.data;
  return answerOf(
    typed,
    await recordConsent({
      ...by,
      ...terms,
      id,
      person: { name, guardianName },
      isMinor: typed.isMinor === "yes",
      evidence,
    }),
  );
}

async function bytesOf(
  file: FormDataEntryValue | null,
): Promise<{ fileName: string; bytes: Uint8Array } | null> {
  if (!(file instanceof File) || file.size === 0) return null;
  return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
