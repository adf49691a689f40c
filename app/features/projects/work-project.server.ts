import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Acting } from "./locked-project.server.ts";
import { PROJECT_ROLES } from "./project-codes.ts";
import { findWorkProject, type WorkProject } from "./queries.server.ts";

export interface ProjectPerson {
  userId: string;
  roles: string[];
  organizationIds: string[];
}

/** Who is signed in to work on projects; else throws as requireRole does. */
export async function requireProjectPerson(request: Request): Promise<ProjectPerson> {
  const { user, memberships } = await requireRole(request, PROJECT_ROLES);
  return {
    userId: user.id,
    roles: [...new Set(memberships.map(({ role }) => role))],
    organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}

/** The project that the address names, for a member of its organization; else throws a 404 response. */
export async function requireWorkProject({ request, params }: LoaderFunctionArgs): Promise<{
  person: ProjectPerson;
  project: WorkProject;
  today: string;
  isDone: boolean;
}> {
  const person = await requireProjectPerson(request);
  const today = shanghaiDay(new Date());
  const project = await findWorkProject(params.id ?? "", person.organizationIds, today);
  if (!project) throw new Response(null, { status: 404 });
  return { person, project, today, isDone: new URL(request.url).searchParams.has("done") };
}

/** A form sent about a project, with who sent it. Throws 413 above `maxBytes`, before the body is read. */
export async function projectForm(
  args: ActionFunctionArgs,
  maxBytes = 256 * 1024,
): Promise<{ form: FormData; acting: Acting; project: WorkProject }> {
  const { person, project } = await requireWorkProject(args);
  if (Number(args.request.headers.get("content-length") ?? "0") > maxBytes)
    throw new Response(null, { status: 413 });
  const { organizationId, id: fundId } = project;
  return {
    form: await args.request.formData(),
    acting: { fundId, organizationId, userId: person.userId, now: new Date() },
    project,
  };
}
