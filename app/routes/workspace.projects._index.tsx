import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { figuresIn, fundFigures } from "#app/features/funds/queries.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { ProjectsPage } from "#app/features/projects/projects-page.tsx";
import { listProjects } from "#app/features/projects/queries.server.ts";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("projects")("listTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requireProjectPerson(request);
  const now = new Date();
  const rows = await listProjects(person.organizationIds, shanghaiDay(now));
  const figures = await fundFigures(rows.map(({ id }) => id));
  return {
    person,
    rows: rows.map((row) => {
      const { raisedFen, disbursedFen, availableFen } = figuresIn(figures, row.id, now);
      return { ...row, raisedFen, disbursedFen, availableFen };
    }),
  };
}

export default function Projects() {
  return <ProjectsPage {...useLoaderData<typeof loader>()} />;
}
