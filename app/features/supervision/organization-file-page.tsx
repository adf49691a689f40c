import { inLang } from "#app/features/funds/fund-text.ts";
import { ChangeTable } from "#app/features/organizations/change-table.tsx";
import { DifferenceTable, RecordTable } from "#app/features/organizations/fact-tables.tsx";
import { HintsSection } from "#app/features/organizations/hints-table.tsx";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { Callout } from "#app/ui/callout.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { DecisionAnswer, OrganizationFile } from "./organization-file.server.ts";

export const FILE_DONE = ["accepted", "returned", "refused"] as const;
const TONES = { applied: "wait", returned: "warn", active: "done", refused: "bad" } as const;

interface FilePageProps {
  file: OrganizationFile;
  done: (typeof FILE_DONE)[number] | null;
  answer: DecisionAnswer | undefined;
}

/** What a bureau knows of an organization; what waits stands first, with the decision beside it. */
export function OrganizationFilePage({ file, done, answer }: FilePageProps) {
  const t = useT("register");
  const ts = useT("supervision");
  const { facts, state, waiting, hints, changes, organizationId, slug } = file;
  const placeName = inLang(useLang(), file.place.name, file.place.nameEn);
  const path = `/supervision/organizations/${organizationId}`;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/supervision/organizations", label: ts("organizations") }]} />
      <h1>
        {waiting === null
          ? facts.name
          : waiting.kind === "registration"
            ? t("reviewRegistration", { name: facts.name })
            : t("reviewChange", { name: facts.name })}
      </h1>
      <p>
        <State tone={TONES[state]}>{ts(`state_${state}`)}</State>
      </p>
      <p className="acts">
        {state === "active" ? <a href={`/organizations/${slug}`}>{t("seePublic")}</a> : null}
        {state === "active" ? <a href={`${path}/members`}>{t("seeMembers")}</a> : null}
        <a href={`/supervision/audit?organization=${organizationId}`}>{t("seeAudit")}</a>
      </p>
      {done ? <Flash tone="done" title={t(`done_${done}`)} /> : null}
      {waiting === null ? null : <Review file={file} waiting={waiting} answer={answer} />}
      {hints.length > 0 ? <HintsSection hints={hints} /> : null}
      {waiting?.kind === "registration" ? null : (
        <Section title={t("recordNow")}>
          <RecordTable facts={facts} placeName={placeName} caption={t("recordNow")} />
        </Section>
      )}
      <Section title={t("historyTitle")}>
        <ChangeTable changes={changes} />
      </Section>
    </div>
  );
}

function Review(props: {
  file: OrganizationFile;
  waiting: NonNullable<OrganizationFile["waiting"]>;
  answer: DecisionAnswer | undefined;
}) {
  const { file, waiting, answer } = props;
  const t = useT("register");
  const placeName = inLang(useLang(), file.place.name, file.place.nameEn);
  const time = shanghaiDateTime(waiting.proposedAt).slice(0, 16);
  return (
    <Split
      side={<DecisionForm file={file} waiting={waiting} answer={answer} />}
      sideTitle={{ id: "decision-title", text: t("decision") }}
      sideClass="sheet review no-print"
    >
      <Section title={t("asked")} intro={t("reviewBy", { person: waiting.proposedBy, time })} first>
        {waiting.note ? <Callout tone="calm">{waiting.note}</Callout> : null}
        <CodeWarnings file={file} />
        {waiting.kind === "registration" ? (
          <RecordTable facts={file.asked} placeName={placeName} caption={t("asked")} />
        ) : (
          <DifferenceTable
            before={file.facts}
            after={file.asked}
            fields={waiting.fields}
            reader="officer"
            afterHead={t("asked")}
          />
        )}
      </Section>
    </Split>
  );
}

/** What about the credit code deserves a look at the paper certificate. */
function CodeWarnings({ file: { asked, codeHints } }: { file: OrganizationFile }) {
  const t = useT("register");
  return (
    <>
      {asked.usccOverrideReason ? (
        <Callout>{t("overrideWarn", { reason: asked.usccOverrideReason })}</Callout>
      ) : null}
      {codeHints.includes("form") ? <Callout>{t("codeFormWarn")}</Callout> : null}
      {codeHints.includes("place") ? <Callout>{t("codePlaceWarn")}</Callout> : null}
    </>
  );
}

function DecisionForm({ file, waiting, answer }: Parameters<typeof Review>[0]) {
  const t = useT("register");
  if (file.isOwnRequest) return <p>{t("refused_same-person")}</p>;
  const offered = waiting.kind === "registration" ? FILE_DONE : (["accepted", "returned"] as const);
  const refusal = answer ? t(`refused_${answer.refusal}`) : undefined;
  const wrong = answer?.refusal === "reason" ? "reason" : "decision";
  return (
    <form method="post">
      {refusal ? <ErrorSummary errors={[{ id: wrong, message: refusal }]} /> : null}
      <input type="hidden" name="changeId" value={waiting.id} />
      <RadioList
        name="decision"
        legend={t("decision")}
        value={answer?.decision ?? null}
        error={wrong === "decision" ? refusal : undefined}
        options={offered.map((value) => ({ value, label: t(`decide_${value}`) }))}
      />
      <TextArea
        name="reason"
        label={t("reason")}
        help={t("reasonHelp")}
        rows={4}
        maxLength={500}
        defaultValue={answer?.reason ?? ""}
        error={wrong === "reason" ? refusal : undefined}
      />
      <p className="field">
        <SubmitButton full>{t("decide")}</SubmitButton>
      </p>
    </form>
  );
}
