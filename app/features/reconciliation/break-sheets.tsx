import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { BreakFormAnswer } from "./break-form.ts";
import { CHOSEN_REASONS } from "./break-reasons.ts";
import type { BreakPageData } from "./load-breaks.server.ts";
import type { WriteOffLeg } from "./write-off-plan.ts";

interface SheetProps {
  data: BreakPageData;
  answer: BreakFormAnswer | undefined;
}

/** What a member may do about a break now; the one thing that waits stands first. */
export function BreakSheets(props: SheetProps) {
  const { found, writeOff } = props.data;
  if (writeOff?.state === "waiting") {
    return (
      <>
        <DecideSheet {...props} />
        <AssignSheet {...props} />
      </>
    );
  }
  if (found.state === "resolved") return <ReopenSheet {...props} />;
  return (
    <>
      <AssignSheet {...props} />
      <ExplainSheet {...props} />
      <WriteOffSheet {...props} />
      {found.state === "explained" ? <ReopenSheet {...props} /> : null}
    </>
  );
}

function ActForm(props: {
  data: BreakPageData;
  attempt: string;
  intent: string | null;
  title: string;
  children: ReactNode;
}) {
  const { data, attempt, intent, title, children } = props;
  return (
    <form
      className="field"
      method="post"
      action={`/workspace/reconciliation/breaks/${data.found.id}${data.reader.query}`}
    >
      <h3>{title}</h3>
      <input type="hidden" name="attempt" value={attempt} />
      {intent === null ? null : <input type="hidden" name="intent" value={intent} />}
      {children}
    </form>
  );
}

/** What was typed into the form that was refused, and the sentence that says why. */
function useTyped(answer: BreakFormAnswer | undefined, ...intents: string[]) {
  const t = useT("breaks");
  const isMine = answer !== undefined && intents.includes(answer.typed.intent ?? "");
  return { typed: isMine ? answer.typed : {}, error: isMine ? t(`refuse_${answer.refusal}`) : undefined };
}

function AssignSheet({ data, answer }: SheetProps) {
  const t = useT("breaks");
  const { typed, error } = useTyped(answer, "assign");
  return (
    <ActForm data={data} attempt={data.attempts.assign} intent="assign" title={t("assignOne")}>
      <Select
        id="assign-note"
        name="owner"
        label={t("assignOwner")}
        blank
        error={error}
        defaultValue={typed.owner ?? ""}
        options={data.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ReasonSelect
        id="assign-reason"
        label={t("assignReason")}
        blank={t("assignReasonBlank")}
        value={typed.reason}
      />
      <p className="field">
        <SubmitButton quiet>{t("assignSubmit")}</SubmitButton>
      </p>
    </ActForm>
  );
}

function ReasonSelect(props: { id: string; label: string; blank: string | true; value: string | undefined }) {
  const t = useT("breaks");
  const { id, label, blank, value } = props;
  return (
    <Select
      id={id}
      name="reason"
      label={label}
      blank={blank}
      defaultValue={value ?? ""}
      options={CHOSEN_REASONS.map((reason) => ({ value: reason, label: t(`reason_${reason}`) }))}
    />
  );
}

function ExplainSheet({ data, answer }: SheetProps) {
  const t = useT("breaks");
  const { typed, error } = useTyped(answer, "explain");
  return (
    <ActForm data={data} attempt={data.attempts.explain} intent="explain" title={t("explainTitle")}>
      <ReasonSelect id="explain-reason" label={t("explainReason")} blank value={typed.reason} />
      <TextArea
        id="explain-note"
        name="note"
        label={t("explainNote")}
        help={t("explainHelp")}
        error={error}
        defaultValue={typed.note}
        rows={3}
        maxLength={500}
        required
      />
      <p className="field">
        <SubmitButton>{t("explainSubmit")}</SubmitButton>
      </p>
    </ActForm>
  );
}

function WriteOffSheet({ data, answer }: SheetProps) {
  const t = useT("breaks");
  const { typed, error } = useTyped(answer, "request-write-off");
  if (!data.plan.ok) {
    return (
      <div className="field">
        <h3>{t("writeOffTitle")}</h3>
        <p className="help">{t("writeOffNot")}</p>
      </div>
    );
  }
  return (
    <ActForm
      data={data}
      attempt={data.attempts.writeOff}
      intent="request-write-off"
      title={t("writeOffTitle")}
    >
      <p className="help">{t("writeOffHelp")}</p>
      <Legs legs={data.plan.legs} />
      <TextArea
        id="request-write-off-note"
        name="note"
        label={t("writeOffNote")}
        error={error}
        defaultValue={typed.note}
        rows={3}
        maxLength={500}
        required
      />
      <p className="field">
        <SubmitButton quiet>{t("writeOffSubmit")}</SubmitButton>
      </p>
    </ActForm>
  );
}

function Legs({ legs }: { legs: readonly WriteOffLeg[] }) {
  const t = useT("breaks");
  return (
    <>
      <p className="help">{t("writeOffLegs")}</p>
      <CardsTable
        caption={t("writeOffLegs")}
        variant="duo"
        rows={legs}
        rowKey={(row) => row.leg}
        columns={[
          { key: "what", head: t("legKind"), cell: (row) => <LegName leg={row} /> },
          {
            key: "amount",
            head: t("amount"),
            right: true,
            cell: (row) => <Money fen={row.amountFen} symbol={false} />,
          },
        ]}
      />
    </>
  );
}

function LegName({ leg: { kind } }: { leg: WriteOffLeg }) {
  const t = useT("breaks");
  switch (kind) {
    case "provider-fee-borne":
    case "provider-fee-borne-returned":
    case "suspense-received":
      return <>{t(`leg_${kind}`)}</>;
    default:
      return <>{kind}</>;
  }
}

function DecideSheet({ data, answer }: SheetProps) {
  const t = useT("breaks");
  const { typed, error } = useTyped(answer, "approve", "refuse");
  const { writeOff, isApprover, isRequester } = data;
  if (!writeOff) return null;
  const asked = (
    <>
      <p>{t("decideBy", { who: writeOff.requestedByName, note: writeOff.note })}</p>
      <Legs legs={writeOff.legs} />
    </>
  );
  if (!isApprover || isRequester) {
    return (
      <>
        <h3>{t("decideTitle")}</h3>
        {asked}
        <p>
          <State tone="wait">{isRequester ? t("decideWait") : t("decideRole")}</State>
        </p>
      </>
    );
  }
  return (
    <ActForm data={data} attempt={data.attempts.decide} intent={null} title={t("decideTitle")}>
      {asked}
      <TextArea
        id="decide-note"
        name="note"
        label={t("decideNote")}
        help={t("decideNoteHelp")}
        error={error}
        defaultValue={typed.note}
        rows={3}
        maxLength={500}
      />
      <p className="field acts">
        <SubmitButton name="intent" value="approve">
          {t("decideApprove")}
        </SubmitButton>
        <SubmitButton quiet name="intent" value="refuse">
          {t("decideRefuse")}
        </SubmitButton>
      </p>
    </ActForm>
  );
}

function ReopenSheet({ data, answer }: SheetProps) {
  const t = useT("breaks");
  const { typed, error } = useTyped(answer, "reopen");
  const isWrittenOff = data.found.reason === "written-off";
  if (!data.isApprover || (data.found.state === "resolved" && !isWrittenOff)) {
    return <p className="help">{data.found.state === "resolved" ? t("historyResolved") : t("decideRole")}</p>;
  }
  return (
    <ActForm data={data} attempt={data.attempts.reopen} intent="reopen" title={t("reopenTitle")}>
      <TextArea
        id="reopen-note"
        name="note"
        label={t("reopenNote")}
        help={t("reopenHelp")}
        error={error}
        defaultValue={typed.note}
        rows={2}
        maxLength={500}
        required
      />
      <p className="field">
        <SubmitButton quiet>{t("reopenSubmit")}</SubmitButton>
      </p>
    </ActForm>
  );
}
