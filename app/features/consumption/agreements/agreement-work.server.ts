import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ProjectPerson, requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { agreementPdf } from "./agreement-document.server.ts";
import { confirmForCharity } from "./confirm-agreements.server.ts";
import { endAgreement } from "./end-agreement.server.ts";
import { papersOf } from "./papers.server.ts";
import { type AgreementListed, type AgreementVersion, findAgreement, versionsOf } from "./queries.server.ts";
import { resumeAgreement, suspendAgreement } from "./suspend-agreement.server.ts";
import { EMPTY_TERMS_FORM, type TermsFormState, typedIn } from "./terms-state.ts";
import { turnDown } from "./turn-down.server.ts";

/** A page or file about one agreement is kept by nobody. */
export const PRIVATE_PDF = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" };

export interface CharitySide {
  person: ProjectPerson;
  agreement: AgreementListed;
  today: string;
  now: Date;
}

/** The agreement that the address names, for a member of its charity; else throws a 404 response. */
export async function requireCharitySide({ request, params }: LoaderFunctionArgs): Promise<CharitySide> {
  const person = await requireProjectPerson(request);
  const now = new Date();
  const today = shanghaiDay(now);
  const agreement = await findAgreement(params.id ?? "", person, today);
  if (!agreement) throw new Response(null, { status: 404 });
  return { person, agreement, today, now };
}

/** The version that the address asks for with `?version=`; the newest of these where it asks for none. */
export function chosenVersion(request: Request, versions: readonly AgreementVersion[]): AgreementVersion {
  const asked = new URL(request.url).searchParams.get("version");
  const chosen = asked ? versions.find(({ number }) => String(number) === asked) : versions.at(-1);
  if (!chosen) throw new Response(null, { status: 404 });
  return chosen;
}

export async function loadCharityAgreement(args: LoaderFunctionArgs) {
  const { person, agreement, today } = await requireCharitySide(args);
  const [versions, papers] = await Promise.all([versionsOf(agreement.id), papersOf(agreement.id)]);
  return {
    agreement,
    versions,
    papers,
    version: chosenVersion(args.request, versions),
    person: { userId: person.userId, isSigner: person.roles.includes("charity-approver") },
    today,
    isDone: new URL(args.request.url).searchParams.has("done"),
  };
}

export async function charityAgreementPdf(args: LoaderFunctionArgs): Promise<Response> {
  const { agreement } = await requireCharitySide(args);
  const [versions, papers] = await Promise.all([versionsOf(agreement.id), papersOf(agreement.id)]);
  const { lang } = preferencesOf(args.request, args.context);
  const version = chosenVersion(args.request, versions);
  return agreementPdf([agreement, versions, version, papers, "party", lang], PRIVATE_PDF);
}

export async function actOnCharityAgreement(args: ActionFunctionArgs) {
  const { person, agreement, now } = await requireCharitySide(args);
  const form = await args.request.formData();
  const typed = typedIn(form);
  const result = await actFor(typed, { person, agreement, now });
  if (result.ok) throw redirect(`/workspace/consumption/agreements/${agreement.id}?done=1`);
  const state: TermsFormState = { ...EMPTY_TERMS_FORM, typed, ...stateOf(result) };
  return data({ state }, { status: "field" in result ? 422 : 409 });
}

type ActResult = { ok: true } | { ok: false; reason: string } | { ok: false; field: string; key: string };

export const stateOf = (result: Exclude<ActResult, { ok: true }>): Partial<TermsFormState> =>
  "field" in result ? { errors: { [result.field]: result.key } } : { refusal: result.reason };

/** Words that the other side or the public reads: needed, and short. */
export function reasonIn(
  typed: Readonly<Record<string, string>>,
  field: string,
): { ok: true; why: string } | { ok: false; field: string; key: string } {
  const why = (typed[field] ?? "").trim();
  if (why === "") return { ok: false, field, key: "errWhy" };
  return why.length > 300 ? { ok: false, field, key: "errWhyLong" } : { ok: true, why };
}

async function actFor(
  typed: Record<string, string>,
  { person, agreement, now }: Pick<CharitySide, "person" | "agreement" | "now">,
): Promise<ActResult> {
  const { id: agreementId, organizationId } = agreement;
  const acting = { agreementId, organizationId, userId: person.userId, now };
  const seen = { agreementId, number: Number(typed.seen ?? "0") };
  switch (typed.intent) {
    case "confirm": {
      const [outcome] = await confirmForCharity({ ...acting, seen: [seen] });
      return outcome ?? { ok: false, reason: "not-found" };
    }
    case "withdraw":
      return turnDown({
        ...acting,
        side: "charity",
        seen,
        why: (typed.withdrawWhy ?? "").trim().slice(0, 300),
      });
    case "resume":
      return resumeAgreement(acting);
    case "suspend": {
      const given = reasonIn(typed, "suspendWhy");
      return given.ok ? suspendAgreement({ ...acting, note: given.why }) : given;
    }
    case "end": {
      const given = reasonIn(typed, "endWhy");
      return given.ok ? endAgreement({ ...acting, why: given.why }) : given;
    }
    default:
      throw new Response(null, { status: 422 });
  }
}
