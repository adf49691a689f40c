import { useT } from "#app/lib/i18n-react.tsx";
import { fenToYuan } from "#app/lib/money.ts";
import { RadioList } from "#app/ui/choices.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { DAY_OPTIONS } from "./day-options.ts";
import type { PlanErrors } from "./plan-page.server.ts";
import type { PlanPageData } from "./plan-page.tsx";
import { periodOf } from "./rules.ts";

const REASONS = ["money", "elsewhere", "enough", "doubts"] as const;

type Part = Pick<PlanPageData, "plan" | "now">;

/** Every change as an ordinary form of its own, so that all of it works without scripts. */
export function ManageSection(props: Part & { errors: PlanErrors; typed: Record<string, string> }) {
  const { plan, now } = props;
  const t = useT("monthly");
  return (
    <Section title={t("manageTitle")} intro={t("manageIntro")} id="manage">
      <TermsForm {...props} />
      {now.nextDueOn && now.state !== "paused" ? <SkipForm plan={plan} now={now} /> : null}
      {now.state === "paused" ? <ResumeForm /> : <PauseForm />}
      <CancelForm />
    </Section>
  );
}

function TermsForm({
  plan,
  now,
  errors,
  typed,
}: Part & { errors: PlanErrors; typed: Record<string, string> }) {
  const t = useT("monthly");
  const say = (key: string | undefined) => (key === undefined ? undefined : t(key as "amountMissing"));
  return (
    <form method="post">
      <h3>{t("termsTitle")}</h3>
      <input type="hidden" name="intent" value="terms" />
      <MoneyInput
        label={t("amount")}
        name="amount"
        defaultValue={typed.amount ?? fenToYuan(now.amountFen)}
        help={plan.capFen === null ? t("cardHelp") : t("capHelp", { cap: formatYuan(plan.capFen) })}
        error={say(errors.amount)}
      />
      <Select
        label={t("day")}
        name="day"
        help={t(plan.capFen === null ? "dayHelpCard" : "dayHelp")}
        options={DAY_OPTIONS}
        defaultValue={typed.day ?? String(now.dayOfMonth)}
        error={say(errors.day)}
      />
      <p className="field">
        <SubmitButton>{t("saveTerms")}</SubmitButton>
      </p>
    </form>
  );
}

function SkipForm({ plan, now }: Part) {
  const t = useT("monthly");
  const period = periodOf(now.nextDueOn ?? "");
  return (
    <form method="post">
      <h3>{t("skipTitle")}</h3>
      <p>{t("skipText", { period })}</p>
      {plan.skipped.length > 0 ? (
        <p className="note">{t("skippedList", { list: plan.skipped.join(" · ") })}</p>
      ) : null}
      <input type="hidden" name="intent" value="skip" />
      <input type="hidden" name="period" value={period} />
      <p className="field">
        <SubmitButton quiet>{t("skipButton", { period })}</SubmitButton>
      </p>
    </form>
  );
}

function PauseForm() {
  const t = useT("monthly");
  return (
    <form method="post">
      <h3>{t("pauseTitle")}</h3>
      <input type="hidden" name="intent" value="pause" />
      <RadioList
        legend={t("pauseLegend")}
        name="months"
        value="1"
        options={(["1", "3", "6", "open"] as const).map((months) => ({
          value: months,
          label: t(`pause_${months}`),
        }))}
      />
      <p className="field">
        <SubmitButton quiet>{t("pauseButton")}</SubmitButton>
      </p>
    </form>
  );
}

function ResumeForm() {
  const t = useT("monthly");
  return (
    <form method="post">
      <h3>{t("pauseTitle")}</h3>
      <p>{t("resumeText")}</p>
      <input type="hidden" name="intent" value="resume" />
      <p className="field">
        <SubmitButton>{t("resumeButton")}</SubmitButton>
      </p>
    </form>
  );
}

/** Behind one more press, because it cannot be taken back. */
function CancelForm() {
  const t = useT("monthly");
  return (
    <form method="post">
      <h3>{t("cancelTitle")}</h3>
      <details className="confirm">
        <summary>{t("cancelSummary")}</summary>
        <div className="callout">
          <p>{t("cancelText")}</p>
          <input type="hidden" name="intent" value="cancel" />
          <Select
            label={t("cancelReason")}
            name="reason"
            blank={t("cancelReason_none")}
            options={REASONS.map((reason) => ({ value: reason, label: t(`cancelReason_${reason}`) }))}
          />
          <p className="field">
            <SubmitButton>{t("cancelButton")}</SubmitButton>
          </p>
        </div>
      </details>
    </form>
  );
}
