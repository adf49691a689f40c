import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { submitApplication } from "#app/features/aid/apply.server.ts";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { listProgrammes, townsOf } from "#app/features/aid/programme-queries.server.ts";
import { TakeDownPage } from "#app/features/aid/take-down-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("takeDown"));

async function chosen(request: Request) {
  const worker = await requireAidWorker(request);
  const programmes = (await listProgrammes(worker.organizationIds)).filter(
    ({ closedAt }) => closedAt === null,
  );
  const asked = new URL(request.url).searchParams.get("programme");
  const programme =
    programmes.find(({ id }) => id === asked) ?? (programmes.length === 1 ? (programmes[0] ?? null) : null);
  return { worker, programmes, programme };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { programmes, programme } = await chosen(request);
  const search = new URL(request.url).searchParams;
  return {
    programmes,
    programme,
    towns: programme ? await townsOf([programme.divisionCode]) : [],
    // Handed to the applicant on paper; the page is seen once, by the clerk who took it down.
    given: search.has("reference")
      ? { reference: search.get("reference") ?? "", token: search.get("token") ?? "" }
      : null,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { worker, programmes, programme } = await chosen(request);
  if (!programme) throw new Response(null, { status: 404 });
  const clerk = { userId: worker.userId, organizationId: programme.organizationId };
  const result = await submitApplication(await request.formData(), { programmes, clerk, now: new Date() });
  if (result.ok) {
    const { reference, token } = result;
    throw redirect(
      `/workspace/aid/new?${new URLSearchParams({ programme: programme.id, reference, token })}`,
    );
  }
  return data({ state: result.state }, { status: result.status });
}

export default function TakeDown() {
  return (
    <TakeDownPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
