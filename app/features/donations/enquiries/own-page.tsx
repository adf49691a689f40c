import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { ClockText } from "./clock-text.tsx";
import { EnquiryState, Exchange } from "./exchange.tsx";
import type { OwnEnquiryData } from "./own-page.server.ts";

/** An enquiry for the person who asked: where it stands, what was said, and a way to write again. */
export function OwnEnquiryPage({
  enquiry,
  messages,
  today,
  formId,
  isSent,
  hasError,
}: OwnEnquiryData & { hasError: boolean }) {
  const t = useT("enquiries");
  const lang = useLang();
  const organization = inLang(lang, enquiry.organizationName, enquiry.organizationNameEn);
  const { ruleDays: days, ruleUnit: unit, ruleSource: source, isRuleConfirmed: isConfirmed } = enquiry;
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("ownTitle")}</h1>
        <p className="lead">{t("ownLead", { reference: enquiry.reference })}</p>
        <p>
          <EnquiryState enquiry={enquiry} today={today} />
        </p>
      </div>
      {isSent ? <Flash title={t("sent")} /> : null}
      {enquiry.waitingSince ? (
        <ClockText rule={{ days, unit, source, isConfirmed }} dueOn={enquiry.dueOn} />
      ) : null}
      <Section title={t("messages")}>
        <Exchange messages={messages} organization={organization} />
      </Section>
      <Section title={t("about")}>
        <Facts
          plain
          items={[
            { term: t("to"), value: organization },
            { term: t("kind"), value: t(`kind_${enquiry.kind}`) },
            ...(enquiry.fund
              ? [
                  {
                    term: t("about"),
                    value: (
                      <a
                        href={
                          enquiry.donationId ? `/donations/${enquiry.donationId}` : fundHref(enquiry.fund)
                        }
                      >
                        {enquiry.donationId
                          ? t("giftLink", { id: enquiry.donationId })
                          : inLang(lang, enquiry.fund.title, enquiry.fund.titleEn)}
                      </a>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Section title={t("again")}>
        <form method="post" noValidate className="form-page">
          <input type="hidden" name="formId" value={formId} />
          <TextArea
            name="words"
            label={t("words")}
            help={enquiry.waitingSince ? undefined : t("againHelp")}
            rows={4}
            error={hasError ? t("errWords") : undefined}
          />
          <p className="field">
            <SubmitButton quiet>{t("send")}</SubmitButton>
          </p>
        </form>
      </Section>
    </div>
  );
}
