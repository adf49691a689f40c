import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { partsOf } from "#app/features/disclosures/entry-text.ts";
import { PUBLISHER_ROLES } from "#app/features/disclosures/publish-disclosure.server.ts";
import { publishFromForm } from "#app/features/disclosures/publish-from-form.server.ts";
import { PublishPage } from "#app/features/disclosures/publish-page.tsx";
import { findDisclosure } from "#app/features/disclosures/queries.server.ts";
import { requireRole, requireUser } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disclosures")("title"));

/** The duty, if the reader may publish for its organization. */
async function ownDisclosure(request: Request, id: string | undefined) {
  await requireUser(request);
  const found = await findDisclosure(id ?? "");
  if (!found) throw new Response(null, { status: 404 });
  const { user } = await requireRole(request, PUBLISHER_ROLES, found.task.organizationId);
  return { ...found, userId: user.id };
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { task, entries } = await ownDisclosure(request, params.id);
  const [latest] = entries;
  const typed = latest ? { ...partsOf(task.kind, latest.body), bodyEn: latest.bodyEn } : {};
  return { task, typed, today: shanghaiDay(new Date()) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { task, userId } = await ownDisclosure(request, params.id);
  const result = await publishFromForm(await request.formData(), task, userId, new Date());
  if (result.ok) throw redirect(`/disclosures/${task.id}`);
  return data({ reason: result.reason, typed: result.typed }, { status: 422 });
}

export default function Publish() {
  const { task, typed, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublishPage task={task} today={today} typed={answer?.typed ?? typed} refusal={answer?.reason ?? null} />
  );
}
