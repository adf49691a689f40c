import { data, type HeadersArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { WORKSPACE_ROLES } from "#app/features/identity/roles.ts";
import {
  findWork,
  type LongWork,
  type LongWorkState,
  listWork,
  longWorkState,
} from "#app/lib/long-work.server.ts";
import { LOOK_AGAIN_SECONDS, workSubjectHref } from "./kinds.ts";

/** A work as its pages show it: who asked for it stays among the members. */
export interface WorkView {
  id: string;
  kind: string;
  state: LongWorkState;
  requestedAt: Date;
  isOwn: boolean;
  total: number;
  done: number;
  progressedAt: Date | null;
  endedAt: Date | null;
  failureCode: string | null;
  subjectHref: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHOWN = 50;

async function reader(request: Request) {
  const { user, memberships } = await requireRole(request, WORKSPACE_ROLES);
  return { userId: user.id, organizationIds: [...new Set(memberships.map((one) => one.organizationId))] };
}

function viewOf(work: LongWork, userId: string): WorkView {
  return {
    id: work.id,
    kind: work.kind,
    state: longWorkState(work),
    requestedAt: work.requestedAt,
    isOwn: work.requestedById === userId,
    total: work.total,
    done: work.done,
    progressedAt: work.progressedAt,
    endedAt: work.finishedAt ?? work.failedAt,
    failureCode: work.failureCode,
    subjectHref: workSubjectHref(work),
  };
}

/** While something is under way the page looks again by itself, with or without scripts. */
function answer<Shown>(shown: Shown, isUnderWay: boolean) {
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  if (isUnderWay) headers.Refresh = String(LOOK_AGAIN_SECONDS);
  return data(shown, { headers });
}

const isUnderWay = ({ state }: WorkView): boolean => state === "waiting" || state === "running";

/** The newest works of the reader's organizations. */
export async function loadWorkList({ request }: LoaderFunctionArgs) {
  const { userId, organizationIds } = await reader(request);
  const works = (await listWork(organizationIds, SHOWN)).map((work) => viewOf(work, userId));
  return answer({ works, limit: SHOWN }, works.some(isUnderWay));
}

/** One work; 404 also for somebody else's. */
export async function loadWork({ request, params }: LoaderFunctionArgs) {
  const { userId, organizationIds } = await reader(request);
  const id = params.id ?? "";
  const work = UUID.test(id) ? await findWork(id, organizationIds) : null;
  if (!work) throw new Response(null, { status: 404 });
  const view = viewOf(work, userId);
  return answer({ work: view, now: new Date() }, isUnderWay(view));
}

/** Keeps what the loader said about looking again. */
export function workPageHeaders({ loaderHeaders }: HeadersArgs): Headers {
  const headers = new Headers({ "Cache-Control": "no-store" });
  const refresh = loaderHeaders.get("Refresh");
  if (refresh) headers.set("Refresh", refresh);
  return headers;
}
