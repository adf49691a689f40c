import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { EmailField, FormErrors, PasswordField } from "./credential-fields.tsx";
import type { FormState } from "./form-state.ts";

type SignInPageProps = {
  next: string;
  password: FormState;
  link: FormState;
  /** The e-mail to which a link was just sent, if there is such an account. */
  sentTo?: string;
};

/** Two ways in: the password, or a link by mail. */
export function SignInPage({ next, password, link, sentTo }: SignInPageProps) {
  const t = useT("identity");
  const query = `?next=${encodeURIComponent(next)}`;
  return (
    <div className="wrap form-page">
      <h1>{t("signInTitle")}</h1>
      <p className="lead">{t("signInLead")}</p>
      {sentTo === undefined ? null : <LinkSent email={sentTo} />}
      <FormErrors state={password} />
      <form method="post" action="/login">
        <input type="hidden" name="intent" value="password" />
        <input type="hidden" name="next" value={next} />
        <EmailField state={password} />
        <PasswordField state={password} />
        <SubmitButton full>{t("signIn")}</SubmitButton>
      </form>
      <p>
        <Phrase ns="identity" k="noAccount" parts={{ a: <a href={`/signup${query}`} /> }} />
      </p>
      <p>
        <Phrase ns="identity" k="forgot" parts={{ a: <a href={`/reset${query}`} /> }} />
      </p>
      <Section title={t("linkTitle")} intro={t("linkHelp")} id="by-mail">
        <FormErrors state={link} prefix="link-" />
        <form method="post" action="/login#by-mail">
          <input type="hidden" name="intent" value="link" />
          <input type="hidden" name="next" value={next} />
          <EmailField state={link} prefix="link-" />
          <SubmitButton quiet full>
            {t("sendLink")}
          </SubmitButton>
        </form>
      </Section>
    </div>
  );
}

/** The same words whether or not there is such an account. */
export function LinkSent({ email }: { email: string }) {
  const t = useT("identity");
  return (
    <Flash tone="done" title={t("linkSentTitle")}>
      <p>{t("linkSentText", { email })}</p>
    </Flash>
  );
}
