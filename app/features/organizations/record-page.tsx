import { useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { Callout } from "#app/ui/callout.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { ChangeTable } from "./change-table.tsx";
import { NOTE_LENGTH, type TypedFacts } from "./facts-form.ts";
import { HintsSection } from "./hints-table.tsx";
import type { QualificationHint } from "./qualification-hints.ts";
import { type Place, RecordForm } from "./record-form.tsx";
import type { ListedChange, RecordAnswer } from "./record-pages.server.ts";

export const RECORD_DONE = ["at-once", "waiting", "withdrawn"] as const;

interface RecordPageProps {
  slug: string;
  facts: { kind: string };
  changes: ListedChange[];
  places: Place[];
  typed: TypedFacts;
  hints: QualificationHint[];
  changeId: string;
  done: (typeof RECORD_DONE)[number] | null;
  withdrawRefusal: "not-permitted" | "decided" | null;
  answer: RecordAnswer | undefined;
}

/** An organization's own record: what waits, the conditions it meets, the form of a change, what was changed. */
export function RecordPage(props: RecordPageProps) {
  const { slug, facts, changes, places, typed, hints, changeId, done, answer, withdrawRefusal } = props;
  const t = useT("register");
  const waiting = changes.find(({ state }) => state === "waiting");
  const shown = answer?.typed ?? typed;
  return (
    <div className="wrap form-page">
      <h1>{t("recordTitle")}</h1>
      <p className="lead">
        {t("recordLead")} <a href={`/organizations/${slug}`}>{t("seePublic")}</a>
      </p>
      {done ? <Flash tone="done" title={t(`done_${done}`)} /> : null}
      {withdrawRefusal ? <Flash tone="bad" title={t(`refused_${withdrawRefusal}`)} /> : null}
      {answer?.refusal ? <Flash tone="bad" title={t(`refused_${answer.refusal}`)} /> : null}
      {waiting ? <Waiting change={waiting} /> : null}
      <p className="acts">
        <a href="/workspace/members">{t("seeMembers")}</a>
        <a href="/workspace/audit">{t("seeAudit")}</a>
        <a href="/workspace/settings#bank-accounts">{t("bankLink")}</a>
      </p>
      {hints.length > 0 ? <HintsSection hints={hints} /> : null}
      <Section title={t("changeTitle")} intro={t("changeRule")} id="change">
        <RecordForm
          changeId={answer?.typed.changeId ?? changeId}
          typed={shown}
          errors={answer?.errors ?? {}}
          places={places}
          fixedKind
          isCharity={facts.kind === "charity"}
          submit={t("save")}
        >
          <TextArea
            name="note"
            label={t("note")}
            help={t("noteHelp")}
            rows={3}
            maxLength={NOTE_LENGTH.max}
            defaultValue={shown.note ?? ""}
            error={answer?.errors.note ? t(answer.errors.note) : undefined}
          />
        </RecordForm>
      </Section>
      <Section title={t("historyTitle")} id="history">
        <ChangeTable changes={changes} />
      </Section>
    </div>
  );
}

function Waiting({ change }: { change: ListedChange }) {
  const t = useT("register");
  return (
    <Callout title={t("waitingTitle")}>
      <p>
        {t("waitingSince", { time: shanghaiDateTime(change.proposedAt).slice(0, 16) })}{" "}
        {change.fields.map((field) => t(`fact_${field}`)).join("，")}
      </p>
      <form method="post">
        <input type="hidden" name="changeId" value={change.id} />
        <SubmitButton quiet name="intent" value="withdraw">
          {t("withdraw")}
        </SubmitButton>
      </form>
    </Callout>
  );
}
