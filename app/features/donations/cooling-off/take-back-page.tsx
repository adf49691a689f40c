import { ClockText } from "#app/features/donations/enquiries/clock-text.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { TakeBackAnswer, TakeBackData } from "./take-back-page.server.ts";

/** Taking a gift back: at once within the cooling-off time, by asking the charity after it. */
export function TakeBackPage({ answer, ...page }: TakeBackData & { answer?: TakeBackAnswer }) {
  const t = useT("coolingOff");
  const lang = useLang();
  const { gift, isOpen, until, hours, returnedAt } = page;
  const amount = formatYuan(gift.amountFen);
  const organization = inLang(lang, gift.organization.name, gift.organization.nameEn);
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[{ href: `/donations/${gift.id}${page.query}`, label: gift.id }, { label: t("title") }]}
      />
      <h1>{t("title")}</h1>
      {returnedAt ? (
        <>
          <p className="lead">{t("doneLead", { amount })}</p>
          <p>
            {t("doneAt")} <DateText value={returnedAt} precision="minute" />
          </p>
          <p>
            <a href={`/donations/${gift.id}${page.query}`}>{t("toGift")}</a>
          </p>
        </>
      ) : (
        <>
          {answer?.refusal ? <Flash tone="bad" title={t(`refuse_${answer.refusal}`)} /> : null}
          {isOpen && until ? (
            <>
              <p className="lead">{t("openLead", { hours, amount })}</p>
              <p>
                {t("until")} <DateText value={until} precision="minute" />
              </p>
              <p className="note">{t("rule")}</p>
              <form method="post">
                <p className="field">
                  <SubmitButton name="intent" value="take-back" full>
                    {t("takeBack", { amount })}
                  </SubmitButton>
                </p>
              </form>
            </>
          ) : (
            <p className="lead">
              {t(gift.provider === "offline" ? "offlineLead" : "lateLead", { hours, organization })}
            </p>
          )}
          <AskForm {...page} answer={answer} organization={organization} />
        </>
      )}
    </div>
  );
}

type AskFormProps = TakeBackData & { answer?: TakeBackAnswer; organization: string };

function AskForm({ answering, dueOn, formId, answer, organization }: AskFormProps) {
  const t = useT("coolingOff");
  const te = useT("enquiries");
  return (
    <Section title={t("askTitle")} intro={t("askIntro", { organization })}>
      <ClockText rule={answering} dueOn={dueOn} />
      <form method="post" noValidate>
        <input type="hidden" name="formId" value={formId} />
        <TextArea
          name="words"
          label={t("why")}
          help={t("whyHelp")}
          rows={4}
          defaultValue={answer?.typed ?? ""}
          error={answer?.hasError ? te("errWords") : undefined}
        />
        <p className="field">
          <SubmitButton name="intent" value="ask" quiet>
            {t("ask")}
          </SubmitButton>
        </p>
      </form>
    </Section>
  );
}
