import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { answerEventForm } from "#app/features/disclosures/event-actions.server.ts";
import { listEventFunds, listEvents, newEventId } from "#app/features/disclosures/events.server.ts";
import { EventsPage } from "#app/features/disclosures/events-page.tsx";
import { requirePublisher } from "#app/features/disclosures/require-publisher.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

const PATH = "/workspace/disclosures/events";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("clock")("eventsTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationId } = await requirePublisher(request);
  const [events, funds] = await Promise.all([listEvents(organizationId), listEventFunds(organizationId)]);
  const isDone = new URL(request.url).searchParams.has("done");
  return { events, funds, newId: newEventId(), today: shanghaiDay(new Date()), isDone };
}

export async function action({ request }: ActionFunctionArgs) {
  const { organizationId, userId } = await requirePublisher(request);
  const answer = await answerEventForm(await request.formData(), { organizationId, userId, now: new Date() });
  if (answer === null) throw redirect(`${PATH}?done=1`);
  return data(answer, { status: 422 });
}

export default function Events() {
  return <EventsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
