import { useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { ChangeTable } from "./change-table.tsx";
import type { TypedFacts } from "./facts-form.ts";
import type { OrganizationState } from "./kinds.ts";
import { type Place, RecordForm } from "./record-form.tsx";
import type { ListedChange, RecordAnswer } from "./record-pages.server.ts";

interface ApplicationProps {
  facts: { name: string };
  state: OrganizationState;
  changes: ListedChange[];
  places: Place[];
  typed: TypedFacts;
  changeId: string;
  isSent: boolean;
  answer: RecordAnswer | undefined;
}

/** Where a registration is, for the person who sent it; sent back, it is completed here. */
export function ApplicationPage(props: ApplicationProps) {
  const { facts, state, changes, places, typed, changeId, isSent, answer } = props;
  const t = useT("register");
  const ti = useT("identity");
  const last = changes.find(({ kind }) => kind === "registration");
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/account", label: ti("accountTitle") }]} />
      <h1>{t(`say_${state}`, { name: facts.name })}</h1>
      {isSent ? <Flash tone="done" title={t("done_sent")} /> : null}
      {last?.reason && state !== "active" ? (
        <Callout title={t("reason")}>
          <p>{last.reason}</p>
        </Callout>
      ) : null}
      {state === "active" ? (
        <p className="field">
          <ButtonLink href="/workspace">{t("toWorkspace")}</ButtonLink>
        </p>
      ) : null}
      {state === "returned" ? (
        <>
          {answer?.refusal ? <Flash tone="bad" title={t(`refused_${answer.refusal}`)} /> : null}
          <RecordForm
            changeId={answer?.typed.changeId ?? changeId}
            typed={answer?.typed ?? typed}
            errors={answer?.errors ?? {}}
            places={places}
            isCharity
            submit={t("againTitle")}
          />
        </>
      ) : null}
      <Section title={t("historyTitle")}>
        <ChangeTable changes={changes} />
      </Section>
    </div>
  );
}
