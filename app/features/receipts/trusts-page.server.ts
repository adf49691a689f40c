import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { decideReceiptTiming, listTrustTimings, TIMING_ROLES } from "./decide-timing.server.ts";
import { EMPTY_FORM, type FormState } from "./form-state.ts";

async function ownTrusts(request: Request) {
  const { user, memberships } = await requireRole(request, TIMING_ROLES);
  const organizationIds = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  return { userId: user.id, trusts: await listTrustTimings(organizationIds) };
}

export async function loadTrustTimings({ request }: LoaderFunctionArgs) {
  const { trusts } = await ownTrusts(request);
  return { trusts, isDone: new URL(request.url).searchParams.has("done") };
}

/** When one trust's receipts are given, chosen. */
export async function actOnTrustTimings({ request }: ActionFunctionArgs) {
  const { userId, trusts } = await ownTrusts(request);
  const form = await request.formData();
  const trust = trusts.find(({ id }) => id === form.get("trust"));
  const timing = form.get("timing");
  if (!trust) throw new Response(null, { status: 404 });
  const refuse = (refusal: string, status: number) =>
    data<FormState>({ ...EMPTY_FORM, refusal }, { status, headers: PRIVATE_HEADERS });
  if (timing !== "at-setup" && timing !== "at-spend") return refuse("timing-missing", 422);
  const { id: fundId, organizationId } = trust;
  const result = await decideReceiptTiming({ fundId, organizationId, userId, timing, now: new Date() });
  if (result.ok) return redirect("/workspace/receipts/trusts?done=1");
  return refuse(result.reason, 409);
}
