import { useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { FilingPageProps } from "./filing-page.tsx";
import { checksToJudge } from "./plan-checks.ts";

/** The one thing to do next, for this reader. */
export function FilingSheet(props: FilingPageProps) {
  const { shown, userId, isApprover } = props;
  const t = useT("filings");
  switch (shown.state) {
    case "drafted":
      return isApprover && shown.draftedById !== userId ? (
        <ReviewSheet {...props} />
      ) : (
        <>
          <h2 id="do">{t("waitTitle")}</h2>
          <p>{t("waitText")}</p>
          <WithdrawForm />
        </>
      );
    case "released":
      return <SubmitSheet {...props} />;
    case "submitted":
      return <AnswerSheet {...props} />;
    default:
      return <NextSheet {...props} />;
  }
}

function ReviewSheet({ shown, checks, refusal }: FilingPageProps) {
  const t = useT("filings");
  const typed = refusal?.typed ?? {};
  return (
    <>
      <h2 id="do">{t("releaseTitle")}</h2>
      <p>{t("releaseText", { name: shown.draftedBy ?? t("someone") })}</p>
      <form method="post">
        <Fieldset id="judged" legend={t("judgeTitle")}>
          {checksToJudge(checks.verdicts).map((check) => (
            <CheckboxField
              key={check}
              name={`judge_${check}`}
              label={t(`check_${check}`)}
              defaultChecked={typed[`judge_${check}`] === "yes"}
            />
          ))}
        </Fieldset>
        <p className="field">
          <SubmitButton name="intent" value="release" full>
            {t("release")}
          </SubmitButton>
        </p>
      </form>
      <details open={refusal?.reason === "note-missing"}>
        <summary>{t("sendBack")}</summary>
        <form method="post">
          <TextArea name="note" label={t("sendBackNote")} rows={3} defaultValue={typed.note ?? ""} />
          <p className="field">
            <SubmitButton name="intent" value="send-back" quiet>
              {t("sendBack")}
            </SubmitButton>
          </p>
        </form>
      </details>
    </>
  );
}

function WithdrawForm() {
  const t = useT("filings");
  return (
    <form method="post">
      <p className="field">
        <SubmitButton name="intent" value="withdraw" quiet>
          {t("withdraw")}
        </SubmitButton>
      </p>
    </form>
  );
}

function SubmitSheet({ filing, today, refusal }: FilingPageProps) {
  const t = useT("filings");
  return (
    <>
      <h2 id="do">{t("submitTitle")}</h2>
      <p>{t("submitText")}</p>
      <p>
        <a href={`/workspace/filings/${filing.id}/plan.pdf`}>{t("pdf")}</a>
      </p>
      <form method="post">
        <TextField
          type="date"
          name="submittedOn"
          label={t("submittedOn")}
          defaultValue={refusal?.typed.submittedOn ?? today}
        />
        <p className="field">
          <SubmitButton name="intent" value="submit" full>
            {t("submit")}
          </SubmitButton>
        </p>
      </form>
      <WithdrawForm />
    </>
  );
}

/** What the department answered, copied from the ministry's system, or recorded by an officer in a bureau's own. */
export function AnswerSheet({ filing, today, refusal, isAnsweredHere }: AnswerSheetProps) {
  const t = useT("filings");
  const typed = refusal?.typed ?? {};
  if (!isAnsweredHere) {
    return (
      <>
        <h2 id="do">{t("answerTitle")}</h2>
        <p>{t("answerTextOfficer")}</p>
      </>
    );
  }
  return (
    <>
      <h2 id="do">{t("answerTitle")}</h2>
      <form method="post">
        <RadioList
          legend={t("answerTitle")}
          name="how"
          value={typed.how ?? "filed"}
          options={[
            { value: "filed", label: t("answerFiled") },
            { value: "returned", label: t("answerReturned") },
          ]}
        />
        <TextField
          type="date"
          name="answeredOn"
          label={t("answerOn")}
          defaultValue={typed.answeredOn ?? today}
        />
        <TextField
          name="filingNo"
          label={t("filingNo")}
          help={filing.filingNo ? t("filingNoKept", { number: filing.filingNo }) : t("filingNoHelp")}
          autoComplete="off"
          className="code"
          defaultValue={typed.filingNo ?? filing.filingNo ?? ""}
        />
        <TextArea
          name="returnNote"
          label={t("returnNote")}
          optional
          rows={3}
          defaultValue={typed.returnNote ?? ""}
        />
        <p className="field">
          <SubmitButton name="intent" value="answer" full>
            {t("recordAnswer")}
          </SubmitButton>
        </p>
      </form>
    </>
  );
}
type AnswerSheetProps = Pick<FilingPageProps, "filing" | "today" | "refusal" | "isAnsweredHere">;

function NextSheet({ filing, kinds, state, today, isApprover, refusal }: FilingPageProps) {
  const t = useT("filings");
  const write = (kind: string) => `/workspace/filings/new?id=${filing.id}&kind=${kind}`;
  return (
    <>
      <h2 id="do">{t("nextTitle")}</h2>
      <p>
        <a href={`/workspace/filings/${filing.id}/plan.pdf`}>{t("pdf")}</a>
      </p>
      {kinds.includes("plan") ? (
        <p className="field">
          <ButtonLink href={write("plan")} full>
            {t("writeAgain")}
          </ButtonLink>
        </p>
      ) : null}
      {kinds.includes("amendment") && state !== "ended" ? (
        <>
          <p>{t("amendText")}</p>
          <p className="field">
            <ButtonLink href={write("amendment")} full>
              {t("amend")}
            </ButtonLink>
          </p>
        </>
      ) : null}
      {kinds.includes("renewal") ? (
        <>
          <p>{t("renewText")}</p>
          <p className="field">
            <ButtonLink href={write("renewal")} quiet full>
              {t("renew")}
            </ButtonLink>
          </p>
        </>
      ) : null}
      {isApprover && kinds.includes("amendment") && state !== "ended" ? (
        <details open={refusal !== null}>
          <summary>{t("end")}</summary>
          <p>{t("endText")}</p>
          <form method="post">
            <TextField
              type="date"
              name="endedOn"
              label={t("endedOn")}
              defaultValue={refusal?.typed.endedOn ?? today}
            />
            <TextField
              name="endReason"
              label={t("endReason")}
              defaultValue={refusal?.typed.endReason ?? ""}
            />
            <p className="field">
              <SubmitButton name="intent" value="end" quiet>
                {t("end")}
              </SubmitButton>
            </p>
          </form>
        </details>
      ) : null}
    </>
  );
}
