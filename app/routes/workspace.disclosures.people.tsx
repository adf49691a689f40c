import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { calendarSince, makeCalendarToken } from "#app/features/disclosures/calendar-token.server.ts";
import { countProposedEvents } from "#app/features/disclosures/events.server.ts";
import { PeoplePage } from "#app/features/disclosures/people-page.tsx";
import { requirePublisher } from "#app/features/disclosures/require-publisher.server.ts";
import { listKeepers, listPublishers, setKeeper } from "#app/features/disclosures/responsible.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { env } from "#app/lib/env.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

const PATH = "/workspace/disclosures/people";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("clock")("peopleTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationId, userId } = await requirePublisher(request);
  const [people, keepers, since, waitingEvents] = await Promise.all([
    listPublishers(organizationId),
    listKeepers(organizationId),
    calendarSince(organizationId, userId),
    countProposedEvents(organizationId),
  ]);
  const isDone = new URL(request.url).searchParams.has("done");
  return { people, keepers, calendarSince: since, waitingEvents, isDone };
}

export async function action({ request }: ActionFunctionArgs) {
  const { organizationId, userId } = await requirePublisher(request);
  const form = await request.formData();
  const actor = { organizationId, userId, now: new Date() };
  if (form.get("intent") === "calendar") {
    // Shown once and never kept: the answer is the page itself and not a redirect.
    const token = await makeCalendarToken(actor);
    return data({ calendarAddress: `${env().PUBLIC_URL}/calendar/${token}.ics` });
  }
  const result = await setKeeper({
    ...actor,
    kind: String(form.get("kind") ?? ""),
    responsibleId: String(form.get("responsible") ?? ""),
  });
  if (!result.ok) throw new Response(null, { status: 400 });
  throw redirect(`${PATH}?done=1`);
}

export default function People() {
  const answer = useActionData<typeof action>();
  return <PeoplePage {...useLoaderData<typeof loader>()} calendarAddress={answer?.calendarAddress ?? null} />;
}
