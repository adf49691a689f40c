import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { UUID } from "#app/features/aid/apply.server.ts";
import { findList } from "#app/features/aid/list-queries.server.ts";
import { ListPage } from "#app/features/aid/lists-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("listTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { organizationIds } = await requireAidWorker(request);
  const id = params.id ?? "";
  const list = UUID.test(id) ? await findList(id, organizationIds) : null;
  if (!list) throw new Response(null, { status: 404 });
  return { list };
}

export default function List() {
  return <ListPage {...useLoaderData<typeof loader>()} />;
}
