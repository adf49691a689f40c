import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  countApprovers,
  listRuleVersions,
  ruleInForce,
} from "#app/features/disbursements/approval/rule-queries.server.ts";
import { actOnRules } from "#app/features/disbursements/approval/rules-form.server.ts";
import { EMPTY_RULES_FORM } from "#app/features/disbursements/approval/rules-form-state.ts";
import { RulesPage } from "#app/features/disbursements/approval/rules-page.tsx";
import { APPROVER_ROLES } from "#app/features/disbursements/disbursement-state.ts";
import { chosenWorkplace } from "#app/features/disbursements/work-place.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("payouts")("rulesTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { userId, roles, organizationId, organizationName } = await chosenWorkplace(request);
  const [rule, versions, approverCount] = await Promise.all([
    ruleInForce(organizationId),
    listRuleVersions([organizationId]),
    countApprovers(organizationId),
  ]);
  const mayAnswer = APPROVER_ROLES.some((role) => roles.includes(role));
  const isDone = new URL(request.url).searchParams.has("done");
  return { organizationName, rule, versions, userId, mayAnswer, approverCount, isDone };
}

export async function action({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await chosenWorkplace(request);
  const result = await actOnRules(await request.formData(), { organizationId, userId, now: new Date() });
  if (result.ok) throw redirect("/workspace/disbursements/rules?done=1");
  return data({ state: result.state }, { status: 422 });
}

export default function Rules() {
  return (
    <RulesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_RULES_FORM}
    />
  );
}
