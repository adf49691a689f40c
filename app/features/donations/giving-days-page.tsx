import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AlertTable } from "./alert-table.tsx";
import type { GivingAlert } from "./alerts.server.ts";
import type { GivingDayErrors, TypedGivingDay } from "./giving-day-form.server.ts";
import type { GivingDay } from "./giving-days.server.ts";

export const GIVING_DAYS_PATH = "/workspace/giving-days";

interface GivingDaysPageProps {
  funds: readonly { id: string; title: string; titleEn: string }[];
  days: readonly GivingDay[];
  alerts: readonly GivingAlert[];
  typed: TypedGivingDay;
  errors: GivingDayErrors;
  now: Date;
}

/** Hours in which many give from one place, and what about giving somebody should look at. */
export function GivingDaysPage({ funds, days, alerts, typed, errors, now }: GivingDaysPageProps) {
  const t = useT("givingDays");
  const ta = useT("alerts");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <Section title={t("registered")}>
        <DayTable days={days} now={now} />
      </Section>
      <Section title={t("register")} id="register">
        <RegisterForm funds={funds} typed={typed} errors={errors} />
      </Section>
      <Section title={ta("title")} intro={ta("intro")} id="alerts">
        <AlertTable
          alerts={alerts}
          action={`${GIVING_DAYS_PATH}#alerts`}
          giftPath={(id) => `/workspace/refunds/${id}`}
          now={now}
        />
      </Section>
    </div>
  );
}

function RegisterForm(props: Pick<GivingDaysPageProps, "funds" | "typed" | "errors">) {
  const { funds, typed, errors } = props;
  const t = useT("givingDays");
  const lang = useLang();
  const say = (name: keyof GivingDayErrors) =>
    errors[name] === undefined ? undefined : t(errors[name] as "dayMissing");
  const field = (name: keyof GivingDayErrors) => ({
    name,
    defaultValue: typed[name],
    error: say(name),
    required: true,
  });
  const order = ["fund", "day", "from", "to", "expected"] as const;
  return (
    <form method="post" action={`${GIVING_DAYS_PATH}#register`} noValidate className="form-page">
      <ErrorSummary
        errors={order.flatMap((name) => {
          const message = say(name);
          return message ? [{ id: name, message }] : [];
        })}
      />
      <Select
        label={t("fund")}
        {...field("fund")}
        options={funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) }))}
      />
      <TextField label={t("day")} type="date" {...field("day")} />
      <TextField label={t("from")} type="time" {...field("from")} />
      <TextField label={t("to")} type="time" help={t("toHelp")} {...field("to")} />
      <TextField label={t("expected")} help={t("expectedHelp")} inputMode="numeric" {...field("expected")} />
      <p className="field">
        <SubmitButton>{t("registerButton")}</SubmitButton>
      </p>
    </form>
  );
}

function DayTable({ days, now }: { days: readonly GivingDay[]; now: Date }) {
  const t = useT("givingDays");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("registered")}
      variant="duo stated"
      rows={days}
      rowKey={(day) => day.id}
      empty={<p className="note">{t("none")}</p>}
      columns={[
        { key: "fund", head: t("fund"), cell: (day) => inLang(lang, day.fundTitle, day.fundTitleEn) },
        { key: "state", head: t("state"), st: true, cell: (day) => <DayState day={day} now={now} /> },
        {
          key: "from",
          head: t("from"),
          cell: (day) => <DateText value={day.startsAt} precision="minute" />,
        },
        { key: "to", head: t("to"), cell: (day) => <DateText value={day.endsAt} precision="minute" /> },
        {
          key: "expected",
          head: t("expectedHead"),
          right: true,
          cell: (day) => t("people", { count: day.expectedGifts }),
        },
        {
          key: "cancel",
          head: t("cancel"),
          hideHead: true,
          label: null,
          cell: (day) =>
            day.cancelledAt !== null || day.endsAt <= now ? null : (
              <form method="post" action={GIVING_DAYS_PATH}>
                <input type="hidden" name="cancel" value={day.id} />
                <SubmitButton quiet>{t("cancel")}</SubmitButton>
              </form>
            ),
        },
      ]}
    />
  );
}

function DayState({ day, now }: { day: GivingDay; now: Date }) {
  const t = useT("givingDays");
  if (day.cancelledAt !== null) return <State tone="wait">{t("cancelled")}</State>;
  if (day.endsAt <= now) return <State tone="done">{t("over")}</State>;
  return day.startsAt > now ? (
    <State tone="wait">{t("toCome")}</State>
  ) : (
    <State tone="done">{t("running")}</State>
  );
}
