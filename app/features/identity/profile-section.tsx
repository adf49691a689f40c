import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { FormErrors, NameField } from "./credential-fields.tsx";
import type { FormState } from "./form-state.ts";

type ProfileSectionProps = { email: string; name: string; state: FormState; isSaved: boolean };

/** How a person is addressed, and how they like to read. */
export function ProfileSection({ email, name, state, isSaved }: ProfileSectionProps) {
  const t = useT("identity");
  return (
    <Section title={t("profile")}>
      {isSaved ? <Flash tone="done" title={t("saved")} /> : null}
      <Facts plain items={[{ term: t("email"), value: email }]} />
      <FormErrors state={state} />
      <form method="post" action="/account">
        <input type="hidden" name="intent" value="rename" />
        <NameField state={{ ...state, typed: { name: state.typed.name ?? name } }} />
        <SubmitButton quiet>{t("save")}</SubmitButton>
      </form>
    </Section>
  );
}

/** Language and text size: the same switches as at the top of every page, for those who look for them here. */
export function ReadingSection({ isLarge }: { isLarge: boolean }) {
  const t = useT("identity");
  const other = useLang() === "zh" ? "en" : "zh";
  return (
    <Section title={t("reading")}>
      <p>
        <Phrase
          ns="identity"
          k="readingText"
          values={{ other: t("otherLang"), size: isLarge ? t("normalText") : t("largeText") }}
          parts={{
            lang: <a href={`/account?lang=${other}`} lang={other === "en" ? "en" : "zh-Hans-CN"} />,
            large: <a href={`/account?large=${isLarge ? "0" : "1"}`} />,
          }}
        />
      </p>
    </Section>
  );
}
