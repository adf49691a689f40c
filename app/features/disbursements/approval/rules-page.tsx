import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { RuleVersion } from "./rule-queries.server.ts";
import type { ApprovalRule } from "./rules.ts";
import type { RulesFormState } from "./rules-form-state.ts";

export interface RulesPageProps {
  organizationName: string;
  rule: ApprovalRule;
  versions: RuleVersion[];
  userId: string;
  mayAnswer: boolean;
  /** Who may approve at all; a proposer among them does not count for their own. */
  approverCount: number;
  isDone: boolean;
}

/** By which amounts how many people approve; a change waits here for the second person. */
export function RulesPage({ state, ...props }: RulesPageProps & { state: RulesFormState }) {
  const t = useT("payouts");
  const open = props.versions.find(({ confirmedAt, refusedAt }) => !confirmedAt && !refusedAt);
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[{ href: "/workspace/disbursements", label: t("disbursements") }, { label: t("rulesTitle") }]}
      />
      <h1>{t("rulesTitle")}</h1>
      <p className="lead">{t("rulesLead")}</p>
      {props.isDone ? <Flash tone="done" title={t("rulesDone")} /> : null}
      {state.refusal ? <Flash tone="bad" title={t(`rules_${state.refusal}`)} /> : null}
      <Section title={t("rulesNow", { organization: props.organizationName })}>
        <RuleWords rule={props.rule} />
        <p className="note">{t("approverCount", { count: props.approverCount })}</p>
        {props.approverCount < 2 ? <p className="note">{t("tooFewApprovers")}</p> : null}
      </Section>
      {open ? <OpenChange {...props} open={open} /> : <ChangeForm state={state} rule={props.rule} />}
      <Section title={t("rulesHistory")}>
        <Versions versions={props.versions} />
      </Section>
    </div>
  );
}

function RuleWords({ rule }: { rule: Pick<ApprovalRule, "twoAboveFen" | "boardAboveFen"> }) {
  const t = useT("payouts");
  const { twoAboveFen, boardAboveFen } = rule;
  return (
    <ul>
      <li>
        {twoAboveFen === null ? t("ruleOneAlways") : t("ruleOneUpTo", { amount: formatYuan(twoAboveFen) })}
      </li>
      {twoAboveFen === null ? null : <li>{t("ruleTwoAbove", { amount: formatYuan(twoAboveFen) })}</li>}
      {boardAboveFen === null ? null : <li>{t("ruleBoardAbove", { amount: formatYuan(boardAboveFen) })}</li>}
      <li>{t("ruleAuthor")}</li>
    </ul>
  );
}

function OpenChange({ open, userId, mayAnswer }: RulesPageProps & { open: RuleVersion }) {
  const t = useT("payouts");
  return (
    <Section title={t("changeWaits")}>
      <State tone="warn">
        {open.proposedByName} <DateText value={open.proposedAt} precision="minute" />
      </State>
      <RuleWords rule={open} />
      <p>{open.note}</p>
      {open.proposedById === userId || !mayAnswer ? (
        <p className="note">{t("changeWaitsFor")}</p>
      ) : (
        <form method="post" className="acts">
          <input type="hidden" name="intent" value="answer" />
          <input type="hidden" name="version" value={open.version} />
          <SubmitButton name="answer" value="confirm">
            {t("changeConfirm")}
          </SubmitButton>
          <SubmitButton quiet name="answer" value="refuse">
            {t("changeRefuse")}
          </SubmitButton>
        </form>
      )}
    </Section>
  );
}

function ChangeForm({ state, rule }: { state: RulesFormState; rule: ApprovalRule }) {
  const t = useT("payouts");
  const { errors, typed } = state;
  const yuan = (fen: bigint | null) => (fen === null ? "" : formatYuan(fen, { symbol: false }));
  const say = (key: (typeof errors)["note"]) => (key === undefined ? undefined : t(key));
  return (
    <Section title={t("changeTitle")} intro={t("changeIntro")}>
      <ErrorSummary errors={Object.entries(errors).map(([id, key]) => ({ id, message: t(key) }))} />
      <form method="post">
        <MoneyInput
          label={t("twoAbove")}
          help={t("twoAboveHelp")}
          optional
          name="twoAbove"
          defaultValue={typed.twoAbove ?? yuan(rule.twoAboveFen)}
          error={say(errors.twoAbove)}
        />
        <MoneyInput
          label={t("boardAbove")}
          help={t("boardAboveHelp")}
          optional
          name="boardAbove"
          defaultValue={typed.boardAbove ?? yuan(rule.boardAboveFen)}
          error={say(errors.boardAbove)}
        />
        <TextArea
          label={t("changeNote")}
          name="note"
          maxLength={500}
          defaultValue={typed.note}
          error={say(errors.note)}
        />
        <p className="field">
          <SubmitButton>{t("changePropose")}</SubmitButton>
        </p>
      </form>
    </Section>
  );
}

function Versions({ versions }: { versions: readonly RuleVersion[] }) {
  const t = useT("payouts");
  if (versions.length === 0) return <p className="note">{t("rulesNoHistory")}</p>;
  const limit = (fen: bigint | null) => (fen === null ? t("never") : formatYuan(fen));
  return (
    <CardsTable
      caption={t("rulesHistory")}
      variant="headed"
      rows={versions}
      rowKey={({ version }) => String(version)}
      columns={[
        {
          key: "version",
          head: t("version"),
          cell: ({ version, note }) => (
            <>
              {t("versionNo", { version })}
              <small>{note}</small>
            </>
          ),
        },
        { key: "two", head: t("twoAboveHead"), right: true, cell: ({ twoAboveFen }) => limit(twoAboveFen) },
        {
          key: "board",
          head: t("boardAboveHead"),
          right: true,
          cell: ({ boardAboveFen }) => limit(boardAboveFen),
        },
        {
          key: "who",
          head: t("who"),
          cell: ({ proposedByName, answeredByName, confirmedAt, refusedAt }) => {
            const at = confirmedAt ?? refusedAt;
            return (
              <>
                {proposedByName}
                {at ? (
                  <small>
                    {t(confirmedAt ? "confirmedBy" : "refusedBy", { name: answeredByName ?? "" })}{" "}
                    <DateText value={at} />
                  </small>
                ) : (
                  <small>{t("waits")}</small>
                )}
              </>
            );
          },
        },
      ]}
    />
  );
}
