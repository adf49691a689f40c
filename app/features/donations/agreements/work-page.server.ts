import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { db } from "#app/lib/db.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type MoneyPerson, requireMoneyPerson } from "../work/work-person.server.ts";
import { agreementPdf } from "./agreement-document.server.ts";
import { confirmForCharity } from "./confirm-agreement.server.ts";
import { type DraftAgreementInput, draftAgreement } from "./draft-agreement.server.ts";
import { stateOfErrors, stateOfRefusal } from "./form-state.ts";
import { type Agreement, findAgreement, listAgreements } from "./queries.server.ts";
import { confirmSchema, draftSchema } from "./schema.ts";

/** As many as a page holds; what waits comes first. */
const ROWS = 100;

export async function loadAgreements({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireMoneyPerson(request);
  return { agreements: await listAgreements(organizationIds, ROWS) };
}

async function found({ request, params }: LoaderFunctionArgs): Promise<{
  person: MoneyPerson;
  agreement: Agreement;
}> {
  const person = await requireMoneyPerson(request);
  const agreement = await findAgreement(params.id ?? "", person.organizationIds);
  if (!agreement) throw new Response(null, { status: 404 });
  return { person, agreement };
}

export async function loadWorkAgreement(args: LoaderFunctionArgs) {
  const { person, agreement } = await found(args);
  return {
    person,
    agreement,
    suggested: await suggestedTerms(agreement),
    isDone: new URL(args.request.url).searchParams.has("done"),
  };
}

/** A first draft begins with what the filing says the money is for, and with the day the gift came or was begun. */
async function suggestedTerms({
  fundId,
  donationId,
}: Agreement): Promise<{ use: string; deliverOn: string }> {
  const [row] = await db.rows<{ use: string; at: Date }>(
    `select f.lead as use, coalesce(min(p.paid_at), d.created_at) as at
     from donation d join fund f on f.id = d.fund_id
     left join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
     where d.fund_id = $1 and d.id = $2 group by f.lead, d.created_at`,
    [fundId, donationId],
  );
  return row ? { use: row.use, deliverOn: shanghaiDay(row.at) } : { use: "", deliverOn: "" };
}

export async function actOnWorkAgreement(args: ActionFunctionArgs) {
  const { person, agreement } = await found(args);
  const form = await args.request.formData();
  const { donationId, organizationId } = agreement;
  const acting = { donationId, organizationId, userId: person.userId, now: new Date() };
  const result =
    form.get("intent") === "draft" ? await draftFrom(form, acting) : await confirmFrom(form, acting);
  if ("state" in result) return data({ state: result.state }, { status: 422 });
  if (!result.ok) return data({ state: stateOfRefusal(form, result.reason) }, { status: 409 });
  throw redirect(`/workspace/agreements/${donationId}?done=1`);
}

type Acting = Pick<DraftAgreementInput, "donationId" | "organizationId" | "userId" | "now">;

async function draftFrom(form: FormData, acting: Acting) {
  const given = draftSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return { state: stateOfErrors(form, given.error) };
  return draftAgreement({ ...acting, ...given.data });
}

async function confirmFrom(form: FormData, acting: Acting) {
  const given = confirmSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return { state: stateOfErrors(form, given.error) };
  return confirmForCharity({ ...acting, ...given.data });
}

/** One version as a PDF; the newest where none is named. */
export async function workAgreementPdf(args: LoaderFunctionArgs): Promise<Response> {
  const { agreement } = await found(args);
  const wanted = new URL(args.request.url).searchParams.get("version");
  const version = wanted
    ? agreement.versions.find((one) => String(one.version) === wanted)
    : agreement.versions.at(-1);
  if (!version) throw new Response(null, { status: 404 });
  return agreementPdf(version, preferencesOf(args.request, args.context).lang);
}
