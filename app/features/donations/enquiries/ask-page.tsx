import { inLang } from "#app/features/funds/fund-text.ts";
import type { KeyOf } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { AskAnswer, AskPageData } from "./ask-page.server.ts";
import { ClockText } from "./clock-text.tsx";
import { MOST_WORDS } from "./schema.ts";

/** A question or complaint to a charity, about a gift, a project or the charity itself. */
export function AskPage({
  subject,
  backHref,
  rule,
  dueOn,
  formId,
  answer,
}: AskPageData & { answer?: AskAnswer }) {
  const t = useT("enquiries");
  const lang = useLang();
  const { donationId, fund } = subject;
  const fundTitle = fund ? inLang(lang, fund.title, fund.titleEn) : "";
  const errors = answer?.errors ?? {};
  const say = (name: string) =>
    errors[name] ? t(errors[name] as KeyOf<"enquiries"> as "errWords") : undefined;
  const field = (name: string) => ({ name, defaultValue: answer?.typed[name] ?? "", error: say(name) });
  return (
    <div className="wrap form-page">
      {backHref ? (
        <Crumbs items={[{ href: backHref, label: donationId ?? fundTitle }, { label: t("askTitle") }]} />
      ) : null}
      <h1>{t("askTitle")}</h1>
      <p className="lead">
        {t("askLead", {
          organization: inLang(lang, subject.organizationName, subject.organizationNameEn),
        })}
      </p>
      {donationId ? (
        <p>{t("askAboutGift", { id: donationId })}</p>
      ) : fund ? (
        <p>{t("askAboutFund", { title: fundTitle })}</p>
      ) : null}
      <ClockText rule={rule} dueOn={dueOn} />
      {answer?.refusal ? <Flash tone="bad" title={t(answer.refusal)} /> : null}
      <ErrorSummary errors={Object.keys(errors).map((id) => ({ id, message: say(id) ?? "" }))} />
      <form method="post" noValidate>
        <input type="hidden" name="formId" value={answer?.typed.formId ?? formId} />
        <RadioList
          legend={t("kind")}
          name="kind"
          value={answer?.typed.kind ?? "question"}
          error={say("kind")}
          options={[
            { value: "question", label: t("kind_question") },
            { value: "complaint", label: t("kind_complaint") },
          ]}
        />
        <TextArea
          label={t("words")}
          help={t("wordsHelp", { most: MOST_WORDS })}
          rows={6}
          {...field("words")}
        />
        <TextField label={t("name")} optional autoComplete="name" {...field("name")} />
        <TextField
          label={t("email")}
          help={t("emailHelp")}
          optional
          type="email"
          inputMode="email"
          autoComplete="email"
          {...field("email")}
        />
        <p className="field">
          <SubmitButton full>{t("send")}</SubmitButton>
        </p>
      </form>
    </div>
  );
}
