import { zodResolver } from "@hookform/resolvers/zod";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useForm } from "react-hook-form";
import type { GivingProvider } from "#app/features/funds/giving-rules.ts";
import { FUND_PATHS } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { AmountPicker } from "#app/ui/amount-picker.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { actOnGiveForm, GiftErrors, loadGivePage, TypedGift } from "./give.server.ts";
import { GiveQuestion } from "./give-question.tsx";
import { MonthlyChoice } from "./monthly/monthly-choice.tsx";
import { type DonationForm, donationFormSchema, VISIBILITIES } from "./schema.ts";
import { wayOptions } from "./way-options.ts";

const AMOUNTS = [1_000n, 5_000n, 10_000n] as const;
const FIELD_ORDER = [
  "other",
  "day",
  "provider",
  "visibility",
  "name",
  "pseudonym",
  "email",
  "message",
  "words",
  "attempt",
] as const;

/** The giving form of every kind of fund. Without scripts it is an ordinary form; with them errors show at once. */
export function GivePage() {
  const { fund, isPhone, typed: fresh } = useLoaderData<typeof loadGivePage>();
  const answer = useActionData<typeof actOnGiveForm>() as
    | { typed: TypedGift; errors: GiftErrors }
    | undefined;
  const t = useT("give");
  const lang = useLang();
  const title = lang === "en" ? fund.titleEn : fund.title;
  const fundPath = `${FUND_PATHS[fund.kind]}/${encodeURIComponent(fund.slug)}`;
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: fundPath, label: title }, { label: t("pay") }]} />
      {fund.giving.open ? (
        <>
          <h1>{t("title", { fund: title })}</h1>
          <p className="lead">
            {t("intro", { organization: lang === "en" ? fund.organizationNameEn : fund.organizationName })}
          </p>
          <GiveForm
            key={answer ? "again" : "first"}
            typed={answer?.typed ?? fresh}
            errors={answer?.errors ?? {}}
            providers={fund.giving.providers}
            isPhone={isPhone}
            hint={lang === "en" ? fund.amountHintEn : fund.amountHint}
          />
        </>
      ) : (
        <>
          <h1>{t("closedTitle", { fund: title })}</h1>
          <Callout tone="attention">
            <p>{t(`closed_${fund.giving.reason}`)}</p>
          </Callout>
          <p className="acts">
            {fund.giving.designatedPlatformUrl ? (
              <ButtonLink href={fund.giving.designatedPlatformUrl} rel="noreferrer">
                {t("toPlatform")}
              </ButtonLink>
            ) : null}
            <ButtonLink href={fundPath} quiet>
              {t("seeFund")}
            </ButtonLink>
          </p>
        </>
      )}
    </div>
  );
}

function GiveForm(props: {
  typed: TypedGift;
  errors: GiftErrors;
  providers: readonly GivingProvider[];
  isPhone: boolean;
  hint: string;
}) {
  const { typed, providers, hint } = props;
  const t = useT("give");
  const navigation = useNavigation();
  const { register, handleSubmit, formState } = useForm<DonationForm>({
    resolver: zodResolver(donationFormSchema),
    shouldFocusError: false,
  });
  const errors: GiftErrors = { ...props.errors };
  for (const name of FIELD_ORDER) {
    const message = formState.errors[name]?.message;
    if (message) errors[name] = message;
    else if (formState.isSubmitted) delete errors[name];
  }
  const say = (key: string | undefined) => (key === undefined ? undefined : t(key as "amountMissing"));
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        const form = event.currentTarget;
        // A valid form is sent as the browser sends it, because the answer leads to another site.
        void handleSubmit(
          () => form.submit(),
          () => requestAnimationFrame(() => form.querySelector<HTMLElement>(".errors")?.focus()),
        )(event);
      }}
    >
      <ErrorSummary
        errors={[...FIELD_ORDER, "form" as const].flatMap((name) => {
          const message = say(errors[name]);
          return message ? [{ id: name === "form" || name === "attempt" ? "pay" : name, message }] : [];
        })}
      />
      <input type="hidden" value={typed.attempt ?? ""} {...register("attempt")} />
      <AmountPicker
        legend={t("amount")}
        name="amount"
        otherName="other"
        amounts={AMOUNTS}
        value={typed.amount ?? null}
        otherValue={typed.other ?? null}
        otherHelp={t("leastAmount", { hint })}
        otherError={say(errors.other)}
        pickProps={register("amount")}
        otherProps={register("other")}
      />
      {providers.some((provider) => provider !== "offline") ? (
        <MonthlyChoice
          typed={typed}
          dayError={say(errors.day)}
          frequencyProps={register("frequency")}
          dayProps={register("day")}
        />
      ) : null}
      <RadioList
        legend={t("provider")}
        name="provider"
        value={typed.provider ?? (providers.length === 1 ? providers[0] : null)}
        error={say(errors.provider)}
        inputProps={register("provider")}
        options={wayOptions(providers, props.isPhone, { give: t, ways: useT("ways") })}
      />
      <RadioList
        legend={t("visibility")}
        name="visibility"
        value={typed.visibility ?? "anonymous"}
        inputProps={register("visibility")}
        options={VISIBILITIES.map((visibility) => ({
          value: visibility,
          label: t(`visibility_${visibility}`),
          help: visibility === "anonymous" ? t("visibility_anonymous_help") : undefined,
        }))}
      />
      <div className="only-pseudonym">
        <TextField
          label={t("pseudonym")}
          help={t("pseudonym_help")}
          optional
          autoComplete="nickname"
          defaultValue={typed.pseudonym}
          error={say(errors.pseudonym)}
          {...register("pseudonym")}
        />
      </div>
      <div className="only-public">
        <TextField
          label={t("name")}
          help={t("name_help")}
          optional
          autoComplete="name"
          defaultValue={typed.name}
          error={say(errors.name)}
          {...register("name")}
        />
      </div>
      <TextField
        label={t("email")}
        help={t("email_help")}
        optional
        type="email"
        inputMode="email"
        autoComplete="email"
        defaultValue={typed.email}
        error={say(errors.email)}
        {...register("email")}
      />
      <TextArea
        label={t("message")}
        help={t("message_help")}
        optional
        defaultValue={typed.message}
        error={say(errors.message)}
        {...register("message")}
      />
      {typed.challenge ? (
        <GiveQuestion token={typed.challenge} words={typed.words} error={say(errors.words)} />
      ) : null}
      <p className="field">
        <SubmitButton
          full
          id="pay"
          pending={navigation.state !== "idle" || formState.isSubmitSuccessful}
          pendingLabel={t("paying")}
        >
          {t("pay")}
        </SubmitButton>
      </p>
      <p className="help">{t("after")}</p>
    </form>
  );
}
