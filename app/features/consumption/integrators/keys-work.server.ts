import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { listOrganizationKeys } from "#app/features/identity/queries.server.ts";
import { LONGEST_OVERLAP_DAYS, replaceApiKey } from "#app/features/identity/replace-api-key.server.ts";
import { revokeOrganizationKey } from "#app/features/identity/revoke-api-key.server.ts";
import { apiKeyFormSchema } from "#app/features/identity/schema.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";

export const KEYS_PATH = "/workspace/sales/keys";
/** How long a former key works unless somebody chooses another day. */
const USUAL_OVERLAP_DAYS = 7;
/** Acts of which nothing has to be shown but that they are done. */
const DONE = ["revoked"] as const;

export type KeyComplaint =
  | "no-name"
  | "not-a-member"
  | "already-made"
  | "already-replaced"
  | "bad-day"
  | "not-found";

export interface KeysOutcome {
  /** The key just made: shown in this answer alone. */
  made: string | null;
  complaint: KeyComplaint | null;
  typed: Record<string, string>;
}

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  const enterprises = memberships.map(({ organizationId, organizationName, organizationNameEn }) => ({
    id: organizationId,
    name: organizationName,
    nameEn: organizationNameEn,
  }));
  return { userId: user.id, enterprises };
}

/** The working keys of the person's enterprises; with `?replace=` the one to put another in the place of. */
export async function loadKeys(request: Request, now: Date) {
  const { enterprises } = await personOf(request);
  const keys = await listOrganizationKeys(
    enterprises.map(({ id }) => id),
    now,
  );
  const { searchParams } = new URL(request.url);
  const today = shanghaiDay(now);
  return {
    keys,
    enterprises,
    replacing: keys.find(({ id }) => id === searchParams.get("replace")) ?? null,
    done: DONE.find((one) => one === searchParams.get("done")) ?? null,
    newId: randomUUID(),
    days: {
      first: today,
      usual: addDays(today, USUAL_OVERLAP_DAYS),
      last: addDays(today, LONGEST_OVERLAP_DAYS),
    },
  };
}
export type KeysData = Awaited<ReturnType<typeof loadKeys>>;

/** Makes, replaces or revokes a key, as the form says. */
export async function actOnKeys(request: Request, now: Date) {
  const { userId, enterprises } = await personOf(request);
  const form = await request.formData();
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const organizationId = enterprises.find(({ id }) => id === typed.organizationId)?.id;
  if (!organizationId) throw new Response(null, { status: 404 });
  const by = { organizationId, userId };
  if (typed.intent === "revoke") {
    if (!(await revokeOrganizationKey({ id: typed.id ?? "", ...by }, now)))
      throw new Response(null, { status: 404 });
    return redirect(`${KEYS_PATH}?done=revoked`);
  }
  return typed.intent === "replace" ? replaceFromForm(typed, by, now) : makeFromForm(typed, by, now);
}

type By = { organizationId: string; userId: string };

async function makeFromForm(typed: Record<string, string>, by: By, now: Date) {
  const given = apiKeyFormSchema.safeParse(typed);
  if (!given.success) return refused("no-name", typed);
  const { id, name } = given.data;
  const mode = typed.mode === "live" ? "live" : "test";
  const made = await createApiKey({ id, name, mode, ...by }, now);
  return made.ok ? shown(made.key) : refused(made.reason, typed);
}

async function replaceFromForm(typed: Record<string, string>, by: By, now: Date) {
  const { id = "", newId = "", until = "" } = typed;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(newId)) throw new Response(null, { status: 422 });
  const made = await replaceApiKey({ id, newId, until, ...by }, now);
  return made.ok ? shown(made.key) : refused(made.reason, typed);
}

function shown(made: string) {
  return data<KeysOutcome>({ made, complaint: null, typed: {} });
}

function refused(complaint: KeyComplaint, typed: Record<string, string>) {
  return data<KeysOutcome>({ made: null, complaint, typed }, { status: 422 });
}
