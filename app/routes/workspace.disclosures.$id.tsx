import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadPublishPage, ownDisclosure } from "#app/features/disclosures/load-publish-page.server.ts";
import { draftKeyOf, publishFromForm } from "#app/features/disclosures/publish-from-form.server.ts";
import { PublishPage } from "#app/features/disclosures/publish-page.tsx";
import { assignResponsible } from "#app/features/disclosures/responsible.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { saveDraft, typedOf } from "#app/lib/form-draft.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { hydrate: true };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disclosures")("title"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  return loadPublishPage(request, params.id, new Date());
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { task, userId } = await ownDisclosure(request, params.id);
  const { organizationId, id: taskId } = task;
  const form = await request.formData();
  const now = new Date();
  const intent = form.get("intent");
  if (intent === "assign") {
    const responsibleId = String(form.get("responsible") ?? "");
    const result = await assignResponsible({ organizationId, userId, taskId, responsibleId, now });
    if (!result.ok) throw new Response(null, { status: 400 });
    throw redirect(`/workspace/disclosures/${taskId}`);
  }
  if (intent === "save-draft") {
    const saved = await saveDraft(draftKeyOf(task, userId), typedOf(form), now);
    const savedAt = saved.ok ? saved.savedAt : null;
    return data({ reason: null, typed: typedOf(form), savedAt }, { status: saved.ok ? 200 : 413 });
  }
  const result = await publishFromForm(form, task, userId, now);
  if (result.ok) throw redirect(`/disclosures/${taskId}`);
  await saveDraft(draftKeyOf(task, userId), result.typed, now);
  return data({ reason: result.reason, typed: result.typed, savedAt: now }, { status: 422 });
}

export default function Publish() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublishPage
      {...loaded}
      typed={answer?.typed ?? loaded.typed}
      savedAt={answer?.savedAt ?? loaded.savedAt}
      refusal={answer?.reason ?? null}
    />
  );
}
