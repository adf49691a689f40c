import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listOverdue, noteOverdue, remindOverdue } from "#app/features/disclosures/overdue.server.ts";
import { OverduePage } from "#app/features/disclosures/overdue-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("clock")("overdueTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const query = new URL(request.url).searchParams;
  const today = shanghaiDay(new Date());
  const filters = { organization: (query.get("organization") ?? "").slice(0, 100) };
  return { ...(await listOverdue(user.id, filters, today)), today, isDone: query.has("done") };
}

export async function action({ request }: ActionFunctionArgs) {
  const { user } = await requireOfficer(request);
  const form = await request.formData();
  const act = { officerId: user.id, taskId: taskIdOf(form), now: new Date() };
  const result =
    form.get("intent") === "remind"
      ? await remindOverdue(act)
      : await noteOverdue({ ...act, text: String(form.get("text") ?? "").slice(0, 1_000) });
  if (!result.ok) return data({ reason: result.reason }, { status: 422 });
  throw redirect(`/supervision/duties?done=1#${act.taskId}`);
}

function taskIdOf(form: FormData): string {
  const id = String(form.get("task") ?? "");
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new Response(null, { status: 400 });
}

export default function Duties() {
  const answer = useActionData<typeof action>();
  return <OverduePage {...useLoaderData<typeof loader>()} refusal={answer?.reason ?? null} />;
}
