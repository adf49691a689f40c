import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidRooms } from "./aid-rooms.tsx";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, aidErrorOf, sayAid } from "./form-state.ts";
import { USUAL_HOUSEHOLD_CLASSES } from "./household-classes.ts";
import type { ProgrammesData } from "./load-programmes.server.ts";
import { ProgrammeTerms } from "./programme-terms.tsx";

/** What the organization gives to whom; opening a programme, and the rules all of them are held to. */
export function ProgrammesPage({
  programmes,
  lines,
  towns,
  rules,
  attempt,
  mayOpen,
  isDone,
  state,
}: ProgrammesData & { state: AidForm }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <div className="wrap">
      <h1>{t("programmesTitle")}</h1>
      <p className="lead">{t("programmesLead")}</p>
      <AidRooms current="programmes" />
      {isDone ? <Flash tone="done" title={t("done")} /> : null}
      {programmes.map((programme) => (
        <Section key={programme.id} title={inLang(lang, programme.title, programme.titleEn)}>
          <ProgrammeTerms programme={programme} />
          {programme.closedAt ? (
            <p className="note">{t("programmeClosed")}</p>
          ) : (
            <form method="post" action="/workspace/aid/programmes">
              <p className="acts">
                {programme.fundKind === "project" ? (
                  <a href={`/projects/${programme.fundSlug}/apply?programme=${programme.id}`}>
                    {t("publicForm")}
                  </a>
                ) : null}
                <SubmitButton quiet name="close" value={programme.id}>
                  {t("closeProgramme")}
                </SubmitButton>
              </p>
            </form>
          )}
        </Section>
      ))}
      <Section title={t("openTitle")} intro={t("openIntro")} id="open">
        {mayOpen ? (
          <OpenForm lines={lines} towns={towns} attempt={attempt} state={state} />
        ) : (
          <p className="note">{t("openByApprover")}</p>
        )}
      </Section>
      <Section title={t("rulesTitle")} intro={t("rulesIntro")}>
        <CardsTable
          caption={t("rulesTitle")}
          rows={rules}
          rowKey={(rule) => rule.name}
          columns={[
            { key: "rule", head: t("rule"), cell: (rule) => sayAid(t, `rule_${rule.name}`) },
            { key: "value", head: t("ruleValue"), right: true, cell: (rule) => rule.value },
            {
              key: "source",
              head: t("ruleSource"),
              cell: (rule) => inLang(lang, rule.source, rule.sourceEn),
            },
            {
              key: "sure",
              head: t("ruleSure"),
              cell: (rule) => (rule.confirmed ? t("ruleConfirmed") : t("ruleUnconfirmed")),
            },
          ]}
        />
      </Section>
    </div>
  );
}

function OpenForm({
  lines,
  towns,
  attempt,
  state,
}: Pick<ProgrammesData, "lines" | "towns" | "attempt"> & { state: AidForm }) {
  const t = useT("aid");
  const lang = useLang();
  const field = (name: string) => ({
    name,
    defaultValue: state.typed[name],
    error: aidErrorOf(t, state, name),
  });
  return (
    <form method="post" action="/workspace/aid/programmes#open" noValidate className="form-page">
      <AidFormNotes state={state} />
      <input type="hidden" name="attempt" value={state.typed.attempt ?? attempt} />
      <Select
        label={t("line")}
        help={t("budgetLineHelp")}
        {...field("line")}
        defaultValue={state.typed.line ?? ""}
        options={[
          { value: "", label: t("choose") },
          ...lines.map((line) => ({
            value: `${line.fundId}/${line.purposeCode}`,
            label: `${inLang(lang, line.fundTitle, line.fundTitleEn)} · ${inLang(lang, line.name, line.nameEn)}`,
          })),
        ]}
      />
      <TextField label={t("programmeTitle")} maxLength={60} {...field("title")} />
      <TextField label={t("programmeTitleEn")} optional maxLength={100} {...field("titleEn")} />
      <TextArea label={t("qualifies")} rows={3} maxLength={500} {...field("qualifies")} />
      <TextArea
        label={t("criteria")}
        help={t("criteriaHelp")}
        rows={4}
        maxLength={1000}
        {...field("criteria")}
      />
      <Select
        label={t("area")}
        {...field("division")}
        options={towns.map((town) => ({ value: town.code, label: inLang(lang, town.name, town.nameEn) }))}
      />
      <TextArea
        label={t("classes")}
        help={t("classesHelp")}
        rows={5}
        {...field("householdClasses")}
        defaultValue={state.typed.householdClasses ?? USUAL_HOUSEHOLD_CLASSES.join("\n")}
      />
      <MoneyInput label={t("low")} {...field("low")} />
      <MoneyInput label={t("high")} help={t("highHelp")} {...field("high")} />
      <MoneyInput label={t("yearCap")} {...field("yearCap")} />
      <CheckboxField
        name="takesUrgent"
        label={t("takesUrgent")}
        help={t("takesUrgentHelp")}
        defaultChecked={state.typed.takesUrgent === "yes"}
      />
      <CheckboxField
        name="takesPublic"
        label={t("takesPublic")}
        help={t("takesPublicHelp")}
        defaultChecked={state.typed.takesPublic === "yes"}
      />
      <p className="field">
        <SubmitButton>{t("openButton")}</SubmitButton>
      </p>
    </form>
  );
}
