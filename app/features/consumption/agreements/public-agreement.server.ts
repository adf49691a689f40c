import type { LoaderFunctionArgs } from "@remix-run/node";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { AgreementTerms } from "../rules/terms.ts";
import { agreementPdf } from "./agreement-document.server.ts";
import { chosenVersion } from "./agreement-work.server.ts";
import { papersOf } from "./papers.server.ts";
import { type AgreementVersion, listAgreements, versionsOf } from "./queries.server.ts";
import { maskedNumber } from "./terms-state.ts";

/**
 * What everybody may read of an agreement (慈善法 Art. 37: promise and giving are made public): the versions that both
 * sides signed, the older ones too. What never was signed concerns nobody else. Throws a 404 response else.
 */
export async function loadPublicAgreement({ request, params }: LoaderFunctionArgs) {
  const today = shanghaiDay(new Date());
  const [agreement] = await listAgreements({ ids: [params.id ?? ""] }, today);
  if (!agreement?.confirmedFrom || agreement.campaignSlug !== params.slug)
    throw new Response(null, { status: 404 });
  const [all, papers] = await Promise.all([versionsOf(agreement.id), papersOf(agreement.id)]);
  const versions = all.filter(({ merchantConfirmedAt }) => merchantConfirmedAt !== null);
  const held = versions.findLast(({ effectiveOn }) => effectiveOn <= today) ?? versions[0];
  const hasAsked = new URL(request.url).searchParams.has("version");
  const version = hasAsked || !held ? chosenVersion(request, versions) : held;
  // The page ships no data, but its address answers with these very rows to anybody who asks for them.
  const accounts = papers.accounts.map((one) => ({ ...one, accountNo: maskedNumber(one.accountNo) }));
  return {
    agreement: { ...agreement, proposedById: null, terms: publicTerms(agreement.terms) },
    versions: versions.map(publicVersion),
    version: publicVersion(version),
    papers: { ...papers, accounts },
    today,
  };
}

/** What an enterprise expects to sell is no part of what it promised. */
const publicTerms = (terms: AgreementTerms): AgreementTerms => ({
  ...terms,
  declaredMonthlyOrders: 0,
  declaredMonthlySalesFen: 0n,
});

/** Who drafted it is the charity's own business. */
const publicVersion = (version: AgreementVersion): AgreementVersion => ({
  ...version,
  proposedById: null,
  terms: publicTerms(version.terms),
});

export async function publicAgreementPdf(args: LoaderFunctionArgs): Promise<Response> {
  const { agreement, versions, version, papers } = await loadPublicAgreement(args);
  const { lang } = preferencesOf(args.request, args.context);
  return agreementPdf([agreement, versions, version, papers, "public", lang], PUBLIC_CACHE_HEADERS);
}
