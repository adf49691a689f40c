import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ProjectPerson, requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { confirmForCharity } from "../agreements/confirm-agreements.server.ts";
import { inviteFromForm } from "../agreements/invite-form.server.ts";
import { openAccounts } from "../agreements/open-accounts.server.ts";
import { listAgreements } from "../agreements/queries.server.ts";
import { enterpriseChoices } from "../agreements/resolve-enterprises.server.ts";
import { isOfferKind } from "../agreements/terms-kinds.ts";
import { findCampaign, type WorkCampaign } from "./queries.server.ts";

/** The campaign that the address names, for a member of its charity; else throws a 404 response. */
export async function requireCampaign({ request, params }: LoaderFunctionArgs): Promise<{
  person: ProjectPerson;
  campaign: WorkCampaign;
  today: string;
  now: Date;
}> {
  const person = await requireProjectPerson(request);
  const campaign = await findCampaign(params.id ?? "", person.organizationIds);
  if (!campaign) throw new Response(null, { status: 404 });
  const now = new Date();
  return { person, campaign, today: shanghaiDay(now), now };
}

export async function loadCampaign(args: LoaderFunctionArgs) {
  const { person, campaign, today } = await requireCampaign(args);
  const { searchParams } = new URL(args.request.url);
  const drafted = Number(searchParams.get("drafted") ?? "0");
  const confirmed = Number(searchParams.get("confirmed") ?? "0");
  return {
    campaign,
    person: { userId: person.userId, mayConfirm: person.roles.includes("charity-approver") },
    rows: await listAgreements({ fundId: campaign.id }, today),
    view: searchParams.get("view") ?? "all",
    today,
    done: {
      drafted: Number.isSafeInteger(drafted) && drafted > 0 ? drafted : 0,
      confirmed: Number.isSafeInteger(confirmed) && confirmed > 0 ? confirmed : 0,
    },
  };
}

/** Confirms the agreements whose boxes are ticked, each as it stood on the page. */
export async function actOnCampaign(args: ActionFunctionArgs) {
  const { person, campaign, now } = await requireCampaign(args);
  const form = await args.request.formData();
  const seen = form.getAll("seen").flatMap((value) => {
    const [agreementId = "", number = ""] = String(value).split(".");
    return /^\d{1,4}$/.test(number) ? [{ agreementId, number: Number(number) }] : [];
  });
  if (seen.length === 0) return data({ refusals: [], isEmpty: true }, { status: 422 });
  const { organizationId } = campaign;
  const outcomes = await confirmForCharity({ organizationId, userId: person.userId, seen, now });
  const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome]));
  if (refusals.length > 0) return data({ refusals, isEmpty: false }, { status: 409 });
  throw redirect(`/workspace/consumption/${campaign.id}?confirmed=${outcomes.length}`);
}

export async function loadInvite(args: LoaderFunctionArgs) {
  const { campaign, today } = await requireCampaign(args);
  const { searchParams } = new URL(args.request.url);
  const kind = searchParams.get("kind") ?? "";
  const search = (searchParams.get("q") ?? "").trim().slice(0, 80);
  const [choices, accounts] = await Promise.all([
    enterpriseChoices({ fundId: campaign.id, organizationId: campaign.organizationId }, search, today),
    openAccounts(campaign.organizationId),
  ]);
  return {
    campaign,
    kind: isOfferKind(kind) ? kind : null,
    choices,
    search,
    accounts,
    fresh: {
      formId: randomUUID(),
      returnDays: "7",
      confirmWithinDays: "10",
      payWithinDays: "15",
      endsOn: campaign.endsOn ?? "",
      bankAccountId: accounts[0]?.id ?? "",
    },
  };
}

export async function actOnInvite(args: ActionFunctionArgs) {
  const { person, campaign, now } = await requireCampaign(args);
  const kind = new URL(args.request.url).searchParams.get("kind") ?? "";
  if (!isOfferKind(kind)) throw new Response(null, { status: 422 });
  const form = await args.request.formData();
  const formId = String(form.get("formId") ?? "");
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(formId)) throw new Response(null, { status: 422 });
  const result = await inviteFromForm(form, kind, { campaign, userId: person.userId, now });
  if (result.ok) throw redirect(`/workspace/consumption/${campaign.id}?drafted=${result.count}`);
  return data({ answer: result.answer }, { status: result.answer.preview ? 200 : 422 });
}
