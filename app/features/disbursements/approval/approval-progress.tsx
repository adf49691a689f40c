import { useT } from "#app/lib/i18n-react.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState } from "../form-state.ts";
import { type ApprovalRule, approvalsMissing, approvalsNeeded } from "./rules.ts";

export interface ApprovalProgressProps {
  view: {
    id: string;
    amountFen: bigint;
    agreedByIds: string[];
    agreedByNames: string[];
    boardDecision: string | null;
  };
  rule: ApprovalRule;
  state: FormState;
}

/** What is still missing before a proposal counts as approved, and why. */
export function ApprovalProgress({ view, rule, state }: ApprovalProgressProps) {
  const t = useT("payouts");
  const needed = approvalsNeeded(rule, view.amountFen);
  const missing = approvalsMissing(rule, view);
  return (
    <>
      <ul className="plain">
        <li>
          {t("peopleNeeded", { count: needed.people })}
          {view.agreedByNames.length > 0
            ? ` ${t("agreedSoFar", { names: view.agreedByNames.join("、") })}`
            : ""}
          {missing.people > 0 ? ` ${t("peopleMissing", { count: missing.people })}` : ""}
        </li>
        {needed.board ? (
          <li>
            {view.boardDecision ? t("boardNamed", { decision: view.boardDecision }) : t("boardMissing")}
          </li>
        ) : null}
      </ul>
      {missing.board ? <BoardForm view={view} state={state} /> : null}
      <p className="help">
        <a href="/workspace/disbursements/rules">{t("rulesLink")}</a>
      </p>
    </>
  );
}

function BoardForm({ view, state }: Pick<ApprovalProgressProps, "view" | "state">) {
  const t = useT("payouts");
  const say = useT("disbursements");
  return (
    <form method="post" action={`/workspace/disbursements/${view.id}`}>
      <input type="hidden" name="intent" value="board" />
      <TextField
        label={t("boardField")}
        help={t("boardHelp")}
        name="boardDecision"
        maxLength={60}
        autoComplete="off"
        defaultValue={state.typed.boardDecision}
        error={errorOf(say, state, "boardDecision")}
      />
      <p className="field">
        <SubmitButton quiet>{t("boardButton")}</SubmitButton>
      </p>
    </form>
  );
}
