import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { EndingText } from "./ending-text.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { ShownEnding } from "./parts.server.ts";
import type { WorkProject } from "./queries.server.ts";
import type { ProjectPerson } from "./work-project.server.ts";

interface LifeSheetProps {
  project: WorkProject;
  person: ProjectPerson;
  endings: readonly ShownEnding[];
  formId: string;
  state: FormState;
}

/** The one thing to do next with a project. */
export function LifeSheet(props: LifeSheetProps) {
  const { project, endings } = props;
  const open = endings.find(({ approvedAt, refusedAt }) => !approvedAt && !refusedAt);
  if (open) return <EndDecision {...props} ending={open} />;
  if (project.state === "draft")
    return project.releaseAskedById ? <ReleaseDecision {...props} /> : <AskSheet {...props} />;
  return <RunningSheet {...props} />;
}

function AskSheet({ project, formId }: LifeSheetProps) {
  const t = useT("projects");
  return (
    <>
      {project.returnReason ? (
        <p className="note">{t("returnedBecause", { why: project.returnReason })}</p>
      ) : null}
      <p>{t("askText")}</p>
      <form method="post">
        <input type="hidden" name="formId" value={formId} />
        <p className="field">
          <SubmitButton full name="intent" value="ask">
            {t("ask")}
          </SubmitButton>
        </p>
      </form>
    </>
  );
}

function ReleaseDecision(props: LifeSheetProps) {
  const { project, person } = props;
  const t = useT("projects");
  const isOwn = project.releaseAskedById === person.userId;
  const mayRelease = !isOwn && person.roles.includes("charity-approver");
  return (
    <>
      <p>
        {t(isOwn ? "askedByYou" : "askedByOther")}{" "}
        {project.releaseAskedAt ? <DateText value={project.releaseAskedAt} precision="minute" /> : null}
      </p>
      <p className="help">{t(mayRelease ? "releaseHelp" : "releaseWaits")}</p>
      {mayRelease ? (
        <form method="post">
          <p className="field">
            <SubmitButton full name="intent" value="release">
              {t("release")}
            </SubmitButton>
          </p>
        </form>
      ) : null}
      <ReasonForm
        {...props}
        intent="return"
        label={t("returnWhy")}
        button={t(isOwn ? "takeBack" : "giveBack")}
      />
    </>
  );
}

function RunningSheet(props: LifeSheetProps) {
  const { project } = props;
  const t = useT("projects");
  const own = `/workspace/projects/${project.id}`;
  if (project.state === "ended")
    return (
      <>
        <p>{t("endedText")}</p>
        <p className="field">
          <ButtonLink href={`${own}/end`} quiet full>
            {t("handleLater")}
          </ButtonLink>
        </p>
      </>
    );
  return (
    <>
      <p>{t(project.state === "paused" ? "pausedText" : "openText")}</p>
      <p className="field">
        <ButtonLink href={`${own}/progress`} full>
          {t("progressLink")}
        </ButtonLink>
      </p>
      {project.state === "paused" ? (
        <form method="post">
          <p className="field">
            <SubmitButton quiet full name="intent" value="resume">
              {t("resume")}
            </SubmitButton>
          </p>
        </form>
      ) : (
        <details>
          <summary>{t("pause")}</summary>
          <ReasonForm
            {...props}
            intent="pause"
            label={t("pauseWhy")}
            help={t("pauseHelp")}
            button={t("pause")}
          />
        </details>
      )}
      <p className="more">
        <a href={`${own}/end`}>{t("endLink")}</a>
      </p>
    </>
  );
}

function EndDecision(props: LifeSheetProps & { ending: ShownEnding }) {
  const { ending, person } = props;
  const t = useT("projects");
  const isOwn = ending.askedById === person.userId;
  const mayDecide = !isOwn && person.roles.includes("charity-approver");
  return (
    <>
      <p>{t(isOwn ? "endAskedByYou" : "endAskedByOther")}</p>
      <EndingText ending={ending} />
      <p>
        {t("left")} <Money fen={ending.amountFen} />
      </p>
      {mayDecide ? (
        <form method="post">
          <input type="hidden" name="formId" value={ending.id} />
          <p className="field">
            <SubmitButton full name="intent" value="approve-end">
              {t("approveEnd")}
            </SubmitButton>
          </p>
        </form>
      ) : (
        <p className="help">{t("releaseWaits")}</p>
      )}
      <ReasonForm
        {...props}
        formId={ending.id}
        intent="refuse-end"
        label={t("returnWhy")}
        button={t(isOwn ? "takeBack" : "refuseEnd")}
      />
    </>
  );
}

function ReasonForm(
  props: LifeSheetProps & { intent: string; label: string; help?: string; button: string },
) {
  const t = useT("projects");
  const isThis = props.state.typed.intent === props.intent;
  return (
    <form method="post">
      <input type="hidden" name="formId" value={props.formId} />
      <TextField
        label={props.label}
        help={props.help}
        name="why"
        maxLength={300}
        defaultValue={isThis ? props.state.typed.why : ""}
        error={isThis ? errorOf(t, props.state, "why") : undefined}
      />
      <p className="field">
        <SubmitButton quiet full name="intent" value={props.intent}>
          {props.button}
        </SubmitButton>
      </p>
    </form>
  );
}
