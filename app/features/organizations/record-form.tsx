import type { ReactNode } from "react";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { GRADES } from "./facts.ts";
import type { FactErrors, TypedFacts } from "./facts-form.ts";
import { ORGANIZATION_FORMS, PUBLIC_ORGANIZATION_KINDS } from "./kinds.ts";
import { PartyRows, PersonRows } from "./people-rows.tsx";

export interface Place {
  code: string;
  name: string;
  nameEn: string;
}

interface RecordFormProps {
  changeId: string;
  typed: TypedFacts;
  errors: FactErrors;
  places: readonly Place[];
  /** A registered organization stays what it is. */
  fixedKind?: boolean;
  /** A charity's fields, which others leave out. Shown while the kind is still to be chosen. */
  isCharity: boolean;
  submit: string;
  /** After the record: the note of a correction. */
  children?: ReactNode;
}

type FieldsProps = Pick<RecordFormProps, "typed" | "errors"> & {
  errorOf: (name: string) => string | undefined;
};

/** The whole record of an organization as a form: who it is, its qualifications, its people. */
export function RecordForm(props: RecordFormProps) {
  const { typed, errors, changeId, submit, isCharity, children } = props;
  const t = useT("register");
  const errorOf = (name: string) => (errors[name] ? t(errors[name]) : undefined);
  const fields: FieldsProps = { typed, errors, errorOf };
  return (
    <form method="post" className="record-form">
      <ErrorSummary
        title={t("formErrors")}
        errors={Object.entries(errors).map(([id, key]) => ({ id, message: t(key) }))}
      />
      <input type="hidden" name="changeId" value={changeId} />
      <Basics {...props} {...fields} />
      {isCharity ? <Standing {...fields} /> : null}
      <Section title={t("people")} intro={t("peopleIntro")}>
        <PersonRows typed={typed} errorOf={errorOf} />
      </Section>
      <Section title={t("parties")} intro={t("partiesIntro")}>
        <PartyRows typed={typed} errorOf={errorOf} />
        <p className="field">
          <SubmitButton quiet name="intent" value="more-rows">
            {t("moreRows")}
          </SubmitButton>
        </p>
      </Section>
      {children}
      <SubmitButton full name="intent" value="send">
        {submit}
      </SubmitButton>
    </form>
  );
}

function Basics({ typed, errors, errorOf, places, fixedKind }: RecordFormProps & FieldsProps) {
  const t = useT("register");
  const to = useT("organizations");
  const isChinese = useLang() === "zh";
  const asked = errors.uscc === "errCodeCheck" || (typed.usccOverrideReason ?? "") !== "";
  return (
    <Section title={t("basics")} first>
      {/* Enter sends the form; it must not press 再加几行, which comes first in the page. */}
      <button type="submit" name="intent" value="send" className="vh" tabIndex={-1} aria-hidden="true" />
      {fixedKind ? (
        <input type="hidden" name="kind" value={typed.kind} />
      ) : (
        <Select
          name="kind"
          label={t("kind")}
          blank
          defaultValue={typed.kind}
          error={errorOf("kind")}
          options={PUBLIC_ORGANIZATION_KINDS.map((value) => ({ value, label: to(`kind_${value}`) }))}
        />
      )}
      {fixedKind && typed.kind !== "charity" ? null : (
        <Select
          name="form"
          label={t("form")}
          help={t("formHelp")}
          blank={t("formNone")}
          defaultValue={typed.form}
          error={errorOf("form")}
          options={ORGANIZATION_FORMS.map((value) => ({ value, label: to(`form_${value}`) }))}
        />
      )}
      <Text name="name" help={t("nameHelp")} {...{ typed, errorOf }} maxLength={80} />
      <Text name="nameEn" {...{ typed, errorOf }} optional maxLength={160} />
      <Text
        name="uscc"
        help={t("usccHelp")}
        {...{ typed, errorOf }}
        className="code"
        autoCapitalize="characters"
      />
      {asked ? (
        <TextArea
          name="usccOverrideReason"
          label={t("override")}
          help={t("overrideHelp")}
          rows={3}
          maxLength={300}
          defaultValue={typed.usccOverrideReason}
          error={errorOf("usccOverrideReason")}
        />
      ) : null}
      <Select
        name="divisionCode"
        label={t("place")}
        help={t("placeHelp")}
        blank
        defaultValue={typed.divisionCode}
        error={errorOf("divisionCode")}
        options={places.map(({ code, name, nameEn }) => ({ value: code, label: isChinese ? name : nameEn }))}
      />
      <Text name="registrar" {...{ typed, errorOf }} maxLength={80} />
      <Text name="registeredOn" {...{ typed, errorOf }} type="date" />
      <Text name="contact" help={t("contactHelp")} {...{ typed, errorOf }} maxLength={200} />
      <TextArea
        name="summary"
        label={t("summary")}
        rows={3}
        maxLength={300}
        optional
        defaultValue={typed.summary}
        error={errorOf("summary")}
      />
      <TextArea
        name="summaryEn"
        label={t("summaryEn")}
        rows={3}
        maxLength={600}
        optional
        defaultValue={typed.summaryEn}
        error={errorOf("summaryEn")}
      />
    </Section>
  );
}

function Standing({ typed, errorOf }: FieldsProps) {
  const t = useT("register");
  return (
    <Section title={t("standing")} intro={t("standingIntro")}>
      <Text name="qualificationNo" {...{ typed, errorOf }} optional maxLength={60} />
      <div className="pair-row">
        <Text name="qualificationFrom" {...{ typed, errorOf }} type="date" />
        <Text name="qualificationTo" {...{ typed, errorOf }} type="date" />
      </div>
      <div className="pair-row">
        <Text name="taxFrom" {...{ typed, errorOf }} type="date" />
        <Text name="taxTo" {...{ typed, errorOf }} type="date" />
      </div>
      <Select
        name="grade"
        label={t("grade")}
        help={t("gradeHelp")}
        blank={t("gradeNone")}
        defaultValue={typed.grade}
        error={errorOf("grade")}
        options={GRADES.map((value) => ({ value, label: value }))}
      />
      <Text name="gradeAnnouncedOn" {...{ typed, errorOf }} type="date" />
    </Section>
  );
}

type TextName =
  | "name"
  | "nameEn"
  | "uscc"
  | "registrar"
  | "registeredOn"
  | "contact"
  | "qualificationNo"
  | "qualificationFrom"
  | "qualificationTo"
  | "taxFrom"
  | "taxTo"
  | "gradeAnnouncedOn";

/** One line of the record, by its name in the dictionary. */
function Text(
  props: Pick<FieldsProps, "typed" | "errorOf"> & {
    name: TextName;
    help?: string;
    type?: "date";
    optional?: boolean;
    maxLength?: number;
    className?: string;
    autoCapitalize?: string;
  },
) {
  const { typed, errorOf, name, ...rest } = props;
  const t = useT("register");
  return (
    <TextField
      name={name}
      label={t(name)}
      defaultValue={typed[name]}
      error={errorOf(name)}
      autoComplete="off"
      {...rest}
    />
  );
}
