import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { UUID } from "#app/features/aid/apply.server.ts";
import { CheckPage } from "#app/features/aid/duplicates/check-page.tsx";
import { readCheck } from "#app/features/aid/duplicates/check-queries.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aidChecks")("run"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const id = params.id ?? "";
  const found = UUID.test(id) ? await readCheck(id, user.id, new Date()) : null;
  if (!found) throw new Response(null, { status: 404 });
  return found;
}

export default function Check() {
  return <CheckPage {...useLoaderData<typeof loader>()} />;
}
