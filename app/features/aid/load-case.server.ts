import { randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { type AidWorker, requireAidWorker } from "./aid-person.server.ts";
import { UUID } from "./apply.server.ts";
import { AID_DECIDER_ROLES } from "./case-state.ts";
import { listProgrammes } from "./programme-queries.server.ts";
import { type CaseView, decisionsOf, findCase, samePersonCases } from "./queries.server.ts";

/** The case that the address names, of the worker's own organization; else throws 404. */
export async function caseOfRequest({
  request,
  params,
}: Pick<LoaderFunctionArgs, "request" | "params">): Promise<{ worker: AidWorker; view: CaseView }> {
  const worker = await requireAidWorker(request);
  const id = params.id ?? "";
  const view = UUID.test(id) ? await findCase(id, worker.organizationIds) : null;
  if (!view) throw new Response(null, { status: 404 });
  return { worker, view };
}

/** Everything the page of a case shows, but who it is about. */
export async function loadCase(args: LoaderFunctionArgs) {
  const { worker, view } = await caseOfRequest(args);
  const [same, decisions, programmes] = await Promise.all([
    samePersonCases(view.id, worker.organizationIds),
    decisionsOf(view.id, worker.organizationIds),
    listProgrammes([view.organizationId]),
  ]);
  return {
    view,
    same,
    decisions,
    programme: programmes.find(({ id }) => id === view.programmeId) ?? null,
    mayAnswer:
      view.proposedById !== worker.userId && AID_DECIDER_ROLES.some((role) => worker.roles.includes(role)),
    recoveryId: randomUUID(),
    isDone: new URL(args.request.url).searchParams.has("done"),
  };
}
export type CaseData = Awaited<ReturnType<typeof loadCase>>;
