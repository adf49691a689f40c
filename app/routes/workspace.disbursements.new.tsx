import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { budgetLines, spendingFunds } from "#app/features/disbursements/budget-queries.server.ts";
import { EMPTY_FORM } from "#app/features/disbursements/form-state.ts";
import { ProposePage } from "#app/features/disbursements/propose-page.tsx";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { proposeFromForm } from "#app/features/disbursements/work-actions.server.ts";
import { requireWorkPerson } from "#app/features/disbursements/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("disbursements")("proposeTitle"));

/** The fund that the address names, else the only one there is. */
async function chosenFund(request: Request) {
  const person = await requireWorkPerson(request);
  const funds = await spendingFunds(person.organizationIds);
  const asked = new URL(request.url).searchParams.get("fund");
  const fund = funds.find(({ id }) => id === asked) ?? (funds.length === 1 ? funds[0] : undefined);
  return { person, funds, fund };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { funds, fund } = await chosenFund(request);
  if (!fund) return { funds, fund: null, lines: [], spendableFen: 0n, attempt: "" };
  const [lines, { spendableFen }] = await Promise.all([budgetLines(fund.id), spendableOf(fund.id)]);
  return { funds, fund, lines, spendableFen, attempt: newFundScopedId("b", fund.id) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { person, fund } = await chosenFund(request);
  if (!fund) throw new Response(null, { status: 404 });
  const result = await proposeFromForm(await request.formData(), {
    fundId: fund.id,
    organizationId: fund.organizationId,
    userId: person.userId,
    now: new Date(),
  });
  if (result.ok) throw redirect(`/workspace/disbursements/${result.id}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function Propose() {
  return (
    <ProposePage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
