import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidRooms } from "./aid-rooms.tsx";
import { allows, CONSENT_CHANNELS, CONSENT_SCOPES } from "./consent.ts";
import type { ConsentsData } from "./consent-actions.server.ts";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, aidErrorOf } from "./form-state.ts";
import type { ConsentView } from "./story-queries.server.ts";

type ConsentsPageProps = ConsentsData & { state: AidForm };

/** What people agreed to have told of them, until when, and the stories under it. */
export function ConsentsPage({
  consents,
  funds,
  today,
  usualExpiry,
  attempt,
  isDone,
  state,
}: ConsentsPageProps) {
  const t = useT("aidConsent");
  const ta = useT("aid");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <AidRooms current="consents" />
      {isDone ? <Flash tone="done" title={ta("done")} /> : null}
      <AidFormNotes state={state} />
      <Section title={t("recorded")}>
        {consents.length === 0 ? <p className="note">{t("none")}</p> : null}
        {consents.length > 0 ? (
          <ul className="rows">
            {consents.map((consent) => (
              <li key={consent.id}>
                <ConsentRow consent={consent} today={today} attempt={attempt} />
              </li>
            ))}
          </ul>
        ) : null}
      </Section>
      <Section title={t("recordTitle")} intro={t("recordIntro")} id="record">
        <RecordForm funds={funds} today={today} usualExpiry={usualExpiry} attempt={attempt} state={state} />
      </Section>
    </div>
  );
}

function ConsentRow({ consent, today, attempt }: { consent: ConsentView; today: string; attempt: string }) {
  const t = useT("aidConsent");
  const lang = useLang();
  const holds = allows(consent, "story", "site", today);
  return (
    <>
      <h3>
        {consent.maskedName} · {inLang(lang, consent.fundTitle, consent.fundTitleEn)}{" "}
        <State tone={holds ? "done" : "warn"}>
          {consent.withdrawnAt ? t("withdrawn") : consent.expiresOn < today ? t("over") : t("holds")}
        </State>
      </h3>
      <p>
        {consent.scopes.map((scope) => t(`scope_${scope}`)).join("、")} ·{" "}
        {consent.channels.map((channel) => t(`channel_${channel}`)).join("、")} · {t("until")}{" "}
        <DateText value={consent.expiresOn} />
        {consent.isMinor ? ` · ${t("minorNote")}` : ""}
      </p>
      {consent.stories.length > 0 ? (
        <ul>
          {consent.stories.map((story) => (
            <li key={story.id}>
              {story.isShown ? story.title : t("gone")}
              {story.isShown ? (
                <form method="post" action="/workspace/aid/consents">
                  <SubmitButton quiet name="takeDown" value={story.id}>
                    {t("takeDownButton")}
                  </SubmitButton>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {holds && consent.stories.every(({ isShown }) => !isShown) ? (
        <StoryForm consent={consent} attempt={attempt} />
      ) : null}
      {consent.withdrawnAt ? null : (
        <form method="post" action="/workspace/aid/consents">
          <SubmitButton quiet name="withdraw" value={consent.id}>
            {t("withdrawButton")}
          </SubmitButton>
        </form>
      )}
    </>
  );
}

function StoryForm({ consent, attempt }: { consent: ConsentView; attempt: string }) {
  const t = useT("aidConsent");
  const id = (name: string) => `${name}-${consent.id}`;
  return (
    <details>
      <summary>{t("storyTitle")}</summary>
      <form
        method="post"
        action="/workspace/aid/consents"
        encType="multipart/form-data"
        noValidate
        className="form-page"
      >
        <input type="hidden" name="attempt" value={attempt} />
        <input type="hidden" name="consentId" value={consent.id} />
        <TextField id={id("title")} label={t("storyHead")} name="title" maxLength={60} />
        <TextArea
          id={id("body")}
          label={t("storyBody")}
          help={t("storyHelp")}
          name="body"
          rows={5}
          maxLength={2000}
        />
        {consent.scopes.includes("name") && !consent.isMinor ? (
          <TextField
            id={id("shownName")}
            label={t("shownName")}
            help={t("shownNameHelp")}
            name="shownName"
            optional
            maxLength={40}
          />
        ) : null}
        {consent.scopes.includes("picture") ? (
          <FileField
            id={id("picture")}
            label={t("picture")}
            help={t("pictureHelp")}
            name="picture"
            optional
            accept="image/jpeg,image/png,image/webp"
          />
        ) : null}
        <SubmitButton name="act" value="story">
          {t("publishButton")}
        </SubmitButton>
      </form>
    </details>
  );
}

function RecordForm(props: Pick<ConsentsPageProps, "funds" | "today" | "usualExpiry" | "attempt" | "state">) {
  const { funds, today, usualExpiry, attempt, state } = props;
  const t = useT("aidConsent");
  const ta = useT("aid");
  const lang = useLang();
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: aidErrorOf(ta, state, name),
  });
  return (
    <form
      method="post"
      action="/workspace/aid/consents#record"
      encType="multipart/form-data"
      noValidate
      className="form-page"
    >
      <input type="hidden" name="attempt" value={attempt} />
      <Select
        label={t("fund")}
        {...field("fundId")}
        options={funds.map((fund) => ({ value: fund.id, label: inLang(lang, fund.title, fund.titleEn) }))}
      />
      <TextField label={t("whose")} help={t("whoseHelp")} autoComplete="off" {...field("name")} />
      <CheckboxField
        name="isMinor"
        label={t("isMinor")}
        help={t("isMinorHelp")}
        defaultChecked={state.typed.isMinor === "yes"}
      />
      <TextField label={ta("guardianName")} optional autoComplete="off" {...field("guardianName")} />
      <Fieldset id="scopes" legend={t("scopes")} error={aidErrorOf(ta, state, "scopes")}>
        {CONSENT_SCOPES.map((scope) => (
          <label key={scope} className="plainpick">
            <input type="checkbox" name="scopes" value={scope} />
            <span>{t(`scope_${scope}`)}</span>
          </label>
        ))}
      </Fieldset>
      <Fieldset id="channels" legend={t("channels")} error={aidErrorOf(ta, state, "channels")}>
        {CONSENT_CHANNELS.map((channel) => (
          <label key={channel} className="plainpick">
            <input type="checkbox" name="channels" value={channel} />
            <span>{t(`channel_${channel}`)}</span>
          </label>
        ))}
      </Fieldset>
      <TextField
        label={t("givenOn")}
        type="date"
        {...field("givenOn")}
        defaultValue={state.typed.givenOn ?? today}
      />
      <TextField
        label={t("expiresOn")}
        type="date"
        {...field("expiresOn")}
        defaultValue={state.typed.expiresOn ?? usualExpiry}
      />
      <FileField
        label={t("evidence")}
        help={t("evidenceHelp")}
        name="evidence"
        error={aidErrorOf(ta, state, "evidence")}
        accept=".pdf,image/jpeg,image/png"
      />
      <p className="field">
        <SubmitButton>{t("recordButton")}</SubmitButton>
      </p>
    </form>
  );
}
