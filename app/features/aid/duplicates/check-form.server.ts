import { randomUUID } from "node:crypto";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { UUID } from "../apply.server.ts";
import { type AidForm, EMPTY_AID_FORM, refusedForm, typedFields } from "../form-state.ts";
import { MOST_ID_BYTES } from "../id-list.ts";
import { listChecks } from "./check-queries.server.ts";
import { runDuplicateCheck } from "./run-check.server.ts";

const SHOWN = 50;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The runs of the officer's bureau, and a year as the period that is offered. */
export async function loadChecks(officerId: string, now: Date) {
  const untilDay = shanghaiDay(now);
  return {
    checks: await listChecks(officerId, SHOWN),
    attempt: randomUUID(),
    sinceDay: addDays(untilDay, -365),
    untilDay,
  };
}

/**
 * Starts a run from the form. The key is read, used and let go: it is in no answer, not shown again, and what was
 * typed is given back without it.
 */
export async function checkFromForm(
  request: Request,
  officer: { bureauId: string; officerId: string },
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; state: AidForm }> {
  if (Number(request.headers.get("content-length") ?? "0") > 2 * MOST_ID_BYTES)
    throw new Response(null, { status: 413 });
  const form = await request.formData();
  const { key: typedKey = "", ...typed } = typedFields(form);
  const { attempt: id = "", sinceDay = "", untilDay = "" } = typed;
  const wrong = (errors: Record<string, string>) =>
    ({ ok: false, state: { ...EMPTY_AID_FORM, typed, errors } }) as const;
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return wrong({ file: "errFile" });
  if (file.size > MOST_ID_BYTES) return wrong({ file: "errFileLarge" });
  if (!DAY.test(sinceDay)) return wrong({ sinceDay: "errDay" });
  if (!DAY.test(untilDay)) return wrong({ untilDay: "errDay" });
  if (!UUID.test(id)) return wrong({});
  const bytes = new Uint8Array(await file.arrayBuffer());
  const key = typedKey === "" ? null : typedKey;
  const result = await runDuplicateCheck({ id, ...officer, key, bytes, sinceDay, untilDay, now });
  if (result.ok) return { ok: true, id };
  if (result.reason === "key-too-short") return wrong({ key: "errKey" });
  return { ok: false, state: refusedForm(typed, result) };
}
