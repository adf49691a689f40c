import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { agreementHref, campaignHref, merchantHref, promisesHref } from "../pages/hrefs.ts";
import { ruleText } from "../rules/rule-text.ts";
import { AgreementSheet, DutyList, VersionLinks } from "./agreement-sheet.tsx";
import { agreementState } from "./agreement-state.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";
import { AGREEMENT_TONES } from "./sales-agreements-page.tsx";

export interface PublicAgreementPageProps {
  agreement: AgreementListed;
  versions: readonly AgreementVersion[];
  version: AgreementVersion;
  papers: AgreementPapers;
  today: string;
}

/** What an enterprise promised, for everybody: the terms, both signatures, and every earlier version. */
export function PublicAgreementPage(props: PublicAgreementPageProps) {
  const { agreement, version, versions, papers, today } = props;
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const standing = agreementState(agreement, today);
  const own = agreementHref(agreement.campaignSlug, agreement.id);
  return (
    <div className="wrap">
      <Crumbs
        items={[
          {
            href: campaignHref(agreement.campaignSlug),
            label: inLang(lang, agreement.campaignTitle, agreement.campaignTitleEn),
          },
        ]}
      />
      <div className="head">
        <h1>{t("promiseOf", { name: inLang(lang, agreement.merchantName, agreement.merchantNameEn) })}</h1>
        <State tone={AGREEMENT_TONES[standing]}>{t(`state_${standing}`)}</State>
      </div>
      <p className="lead">{ruleText(version.terms, lang)}</p>
      {agreement.endedReason ? <p>{t("endedBecause", { why: agreement.endedReason })}</p> : null}
      {agreement.suspendedNote ? <p>{t("suspendedBecause", { why: agreement.suspendedNote })}</p> : null}
      {agreement.suspendedReason === "overdue" ? <p>{t("suspendedOverdue")}</p> : null}
      <Section title={t("version", { number: version.number })}>
        <AgreementSheet agreement={agreement} version={version} papers={papers} reader="public" />
        <p className="more">
          <a href={`${own}.pdf?version=${version.number}`}>{t("pdf")}</a>
        </p>
        <p className="more">
          <a href={merchantHref(agreement.merchantSlug)}>{t("toMerchant")}</a>
        </p>
        <p className="more">
          <a href={promisesHref(agreement.campaignSlug)}>{t("toPromises")}</a>
        </p>
      </Section>
      <Section title={t("dutiesTitle")}>
        <DutyList giver={version.terms.giver} />
      </Section>
      <Section title={t("versionsTitle")} intro={t("versionsIntro")}>
        <VersionLinks
          versions={versions}
          shown={version.number}
          hrefOf={(number) => `${own}?version=${number}`}
        />
      </Section>
    </div>
  );
}
