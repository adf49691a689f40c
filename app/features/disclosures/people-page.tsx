import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { DUTY_KINDS } from "./duty-kinds.ts";
import { DutyTabs } from "./duty-tabs.tsx";
import type { Publisher } from "./responsible.server.ts";

interface PeopleProps {
  people: readonly Publisher[];
  keepers: readonly { kind: string; userId: string }[];
  /** Since when the reader has a calendar address; null: none yet. */
  calendarSince: Date | null;
  /** The new address, once, right after it was made. */
  calendarAddress: string | null;
  waitingEvents: number;
  isDone: boolean;
}

/** Who is responsible for which kind of duty, how they are reminded, and the reader's own calendar. */
export function PeoplePage(props: PeopleProps) {
  const t = useT("clock");
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("peopleTitle")}</h1>
        <p className="lead">{t("peopleLead")}</p>
      </div>
      <DutyTabs current="people" waiting={props.waitingEvents} />
      {props.isDone ? <Flash tone="done" title={t("peopleDone")} /> : null}
      <Section title={t("keepers")} intro={t("keepersIntro")}>
        <KeepersForm people={props.people} keepers={props.keepers} />
      </Section>
      <Section title={t("calendar")} intro={t("calendarIntro")} id="calendar">
        <CalendarAddress {...props} />
      </Section>
    </div>
  );
}

function KeepersForm({ people, keepers }: Pick<PeopleProps, "people" | "keepers">) {
  const t = useT("clock");
  return (
    <form method="post" className="form-page">
      <Select
        name="kind"
        label={t("kind")}
        options={DUTY_KINDS.map((kind) => {
          const keeper = keepers.find((one) => one.kind === kind);
          const name = people.find(({ id }) => id === keeper?.userId)?.name;
          return {
            value: kind,
            label: name ? t("kindKept", { kind: t(`kind_${kind}`), name }) : t(`kind_${kind}`),
          };
        })}
      />
      <Select
        name="responsible"
        label={t("responsible")}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SubmitButton name="intent" value="keeper">
        {t("keeperSave")}
      </SubmitButton>
    </form>
  );
}

function CalendarAddress({
  calendarSince,
  calendarAddress,
}: Pick<PeopleProps, "calendarSince" | "calendarAddress">) {
  const t = useT("clock");
  return (
    <form method="post" className="form-page">
      {calendarAddress === null ? null : (
        <>
          <Flash tone="done" title={t("calendarMade")} />
          <TextField
            name="address"
            label={t("calendarAddress")}
            help={t("calendarHelp")}
            readOnly
            value={calendarAddress}
          />
        </>
      )}
      {calendarSince !== null && calendarAddress === null ? (
        <p>
          {t("calendarSince")} <DateText value={calendarSince} />
        </p>
      ) : null}
      <div className="acts">
        <SubmitButton quiet name="intent" value="calendar">
          {calendarSince === null ? t("calendarMake") : t("calendarRotate")}
        </SubmitButton>
      </div>
    </form>
  );
}
