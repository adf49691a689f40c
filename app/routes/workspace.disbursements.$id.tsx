import { randomUUID } from "node:crypto";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ruleInForce } from "#app/features/disbursements/approval/rule-queries.server.ts";
import { repeatsOf } from "#app/features/disbursements/attachments/elsewhere.server.ts";
import { invoicesOf } from "#app/features/disbursements/attachments/invoice-queries.server.ts";
import { EMPTY_FORM } from "#app/features/disbursements/form-state.ts";
import { payeesOf } from "#app/features/disbursements/payees/queries.server.ts";
import { batchesOf, evidenceOf, findWorkDisbursement } from "#app/features/disbursements/queries.server.ts";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { actOnForm } from "#app/features/disbursements/work-actions.server.ts";
import { WorkPage } from "#app/features/disbursements/work-page.tsx";
import { requireWorkPerson } from "#app/features/disbursements/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disbursements")("title"));

/** Some files of evidence at once; each alone is held to its own limit. */
const MAX_FORM_BYTES = 64 * 1024 * 1024;

async function found({ request, params }: LoaderFunctionArgs) {
  const person = await requireWorkPerson(request);
  const view = await findWorkDisbursement(params.id ?? "", person.organizationIds);
  if (!view) throw new Response(null, { status: 404 });
  return { person, view };
}

export async function loader(args: LoaderFunctionArgs) {
  const { person, view } = await found(args);
  const mine = [view.organizationId];
  const [evidence, batches, spendable, rule, payees, invoices, repeats] = await Promise.all([
    evidenceOf(view.fundId, view.id),
    batchesOf(view.fundId, view.id),
    spendableOf(view.fundId),
    ruleInForce(view.organizationId),
    payeesOf(view.id, mine),
    invoicesOf(view.id, mine),
    repeatsOf(view.id, mine),
  ]);
  const attempt = newFundScopedId("n", view.fundId);
  const isDone = new URL(args.request.url).searchParams.has("done");
  const today = shanghaiDay(new Date());
  const papers = { evidence, invoices, repeats, invoiceAttempt: randomUUID() };
  return { view, ...papers, batches, spendable, rule, payees, person, attempt, today, isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { person, view } = await found(args);
  if (Number(args.request.headers.get("content-length") ?? "0") > MAX_FORM_BYTES) {
    throw new Response(null, { status: 413 });
  }
  const result = await actOnForm(await args.request.formData(), {
    id: view.id,
    organizationId: view.organizationId,
    userId: person.userId,
    now: new Date(),
  });
  if (result.ok) throw redirect(`/workspace/disbursements/${view.id}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function Disbursement() {
  return (
    <WorkPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
