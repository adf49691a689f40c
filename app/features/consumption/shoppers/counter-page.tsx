import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { campaignHref, merchantHref } from "../pages/hrefs.ts";
import type { Standing } from "../pages/standing.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { CounterAgreement, CounterAnswer, CounterData } from "./counter-page.server.ts";

const TONES: Record<Standing, Tone> = {
  "in-force": "done",
  agreed: "wait",
  suspended: "bad",
  expired: "warn",
  ended: "warn",
};

/** What a counter's code opens: which shop it was made for, so that a code pasted over it is noticed. */
export function CounterPage({ data, answer }: { data: CounterData; answer: CounterAnswer | null }) {
  const t = useT("shoppers");
  const isEnglish = useLang() === "en";
  const { place, agreements } = data;
  const [first] = agreements;
  const whistle = first ? `/enquiries/new?fund=${first.fundId}` : "/organizations";
  return (
    <div className="wrap form-page">
      <h1>{t("counterTitle", { shop: isEnglish ? place.nameEn : place.name })}</h1>
      <p className="lead">
        <Phrase ns="shoppers" k="counterLead" parts={{ a: <a href={whistle} /> }} />
      </p>
      <div className="section-body">
        <Pairs
          items={[
            ...(place.address ? [{ term: t("addressTerm"), value: place.address }] : []),
            {
              term: t("merchantTerm"),
              value: (
                <a href={merchantHref(place.merchantSlug)}>
                  {isEnglish ? place.merchantNameEn : place.merchantName}
                </a>
              ),
            },
          ]}
        />
      </div>
      {place.closedAt ? (
        <p>
          <State tone="warn">{t("closedShop")}</State>
        </p>
      ) : null}
      {agreements.length === 0 ? (
        <p>
          <State tone="warn">{t("standingNone")}</State>
        </p>
      ) : null}
      {agreements.map((agreement) => (
        <Agreement key={agreement.id} agreement={agreement} />
      ))}
      <Section title={t("lookTitle")} intro={t("lookLead")}>
        <LookUp answer={answer} />
      </Section>
      <p className="note section-body">{t("noPay")}</p>
    </div>
  );
}

function Agreement({ agreement }: { agreement: CounterAgreement }) {
  const t = useT("shoppers");
  const lang = useLang();
  const isEnglish = lang === "en";
  const { standing, since } = agreement;
  return (
    <Section
      title={
        <a href={campaignHref(agreement.campaignSlug)}>
          {isEnglish ? agreement.campaignTitleEn : agreement.campaignTitle}
        </a>
      }
    >
      <Pairs
        items={[
          {
            term: t("standing"),
            value: <State tone={TONES[standing]}>{t(`standing_${standing}`, { day: since })}</State>,
          },
          { term: t("promise"), value: ruleText(agreement.terms, lang) },
          {
            term: t("charityTerm"),
            value: isEnglish ? agreement.organizationNameEn : agreement.organizationName,
          },
        ]}
      />
    </Section>
  );
}

function LookUp({ answer }: { answer: CounterAnswer | null }) {
  const t = useT("shoppers");
  return (
    <form method="post" noValidate>
      <TextField
        label={t("lookNo")}
        name="no"
        autoComplete="off"
        autoCapitalize="none"
        maxLength={64}
        defaultValue={answer?.typed.no}
        error={answer ? t(answer.problem) : undefined}
      />
      <MoneyInput label={t("lookAmount")} name="amount" defaultValue={answer?.typed.amount} />
      <p className="field">
        <SubmitButton full quiet>
          {t("lookButton")}
        </SubmitButton>
      </p>
    </form>
  );
}
