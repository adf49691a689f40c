import { data, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { MOST_LIST_BYTES } from "./name-list.ts";
import { listFormSchema } from "./schema.ts";
import { listScreeningLists, type UploadListResult, uploadScreeningList } from "./upload-list.server.ts";

/** The lists of names, for the operator alone. */
export async function loadScreeningLists(request: Request) {
  await requireRole(request, ["operator"]);
  const uploaded = new URL(request.url).searchParams.get("uploaded");
  return { lists: await listScreeningLists(), uploaded: uploaded === null ? null : Number(uploaded) || 0 };
}
export type ScreeningListsData = Awaited<ReturnType<typeof loadScreeningLists>>;

export interface ListFormState {
  /** Field → key of the `screening` dictionary. */
  errors: Record<string, string>;
  typed: Record<string, string>;
}
type Refusal = Extract<UploadListResult, { ok: false }>["reason"] | "too-large" | "empty";

/** Takes a list. */
export async function actOnScreeningLists(request: Request, now: Date) {
  const { user, memberships } = await requireRole(request, ["operator"]);
  const form = await request.formData();
  const typed = Object.fromEntries(
    ["source", "reference", "issuedOn"].map((name) => [name, String(form.get(name) ?? "")]),
  );
  const refuse = (errors: Record<string, string>) => data<ListFormState>({ errors, typed }, { status: 422 });
  const refuseFile = (reason: Refusal) => refuse({ file: `file_${reason}` });
  const given = listFormSchema.safeParse(typed);
  if (!given.success)
    return refuse(
      Object.fromEntries(given.error.issues.map(({ path, message }) => [path.join("."), message])),
    );
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return refuseFile("empty");
  if (file.size > MOST_LIST_BYTES) return refuseFile("too-large");
  const result = await uploadScreeningList({
    organizationId: memberships[0].organizationId,
    userId: user.id,
    ...given.data,
    file: new Uint8Array(await file.arrayBuffer()),
    now,
  });
  if (!result.ok) return refuseFile(result.reason);
  throw redirect(`/operations/screening?uploaded=${result.entryCount}`, 303);
}
