import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { BankAccountAct, BankAccountRow } from "./bank-account-acts.server.ts";
import type { BankAnswer } from "./bank-accounts-page.server.ts";
import { BANK_CODES, bankName, groupedAccount } from "./bank-names.ts";

interface BankAccountsProps {
  accounts: BankAccountRow[];
  acts: BankAccountAct[];
  organizationName: string;
  userId: string;
  isApprover: boolean;
  answer: BankAnswer | undefined;
}

const TONES = { proposed: "wait", open: "done", closed: "warn" } as const;

/** The accounts donors may transfer to: proposed by one person, confirmed by another, closed but never deleted. */
export function BankAccountsSection(props: BankAccountsProps) {
  const { accounts, acts, answer } = props;
  const t = useT("bankAccounts");
  const lang = useLang();
  return (
    <Section title={t("title")} intro={t("intro")} id="bank-accounts">
      {answer?.kind === "refused" ? <Flash tone="bad" title={t(answer.reason)} /> : null}
      <CardsTable
        caption={t("title")}
        variant="stated"
        rows={accounts}
        rowKey={(account) => account.id}
        empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
        columns={[
          {
            key: "bank",
            head: t("bank"),
            cell: (account) => (
              <>
                {bankName(account.bank, lang)} <small>{account.accountName}</small>
              </>
            ),
          },
          {
            key: "number",
            head: t("accountNo"),
            cell: (account) => <span className="code">{groupedAccount(account.accountNo)}</span>,
          },
          { key: "by", head: t("proposedBy"), cell: (account) => account.proposedBy ?? t("fromStart") },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: ({ state }) => <State tone={TONES[state]}>{t(`state_${state}`)}</State>,
          },
          {
            key: "acts",
            head: t("canDo"),
            label: null,
            cell: (account) => <AccountActs account={account} {...props} />,
          },
        ]}
      />
      <ProposalForm organizationName={props.organizationName} answer={answer} />
      {acts.length > 0 ? (
        <CardsTable
          caption={t("actsTitle")}
          showCaption
          rows={acts}
          rowKey={(act) => `${act.accountId} ${act.number}`}
          columns={[
            { key: "what", head: t("what"), cell: (act) => t(`act_${act.kind}`) },
            {
              key: "account",
              head: t("accountNo"),
              cell: (act) => <span className="code">…{act.accountEnd}</span>,
            },
            { key: "who", head: t("who"), cell: (act) => act.by },
            { key: "when", head: t("when"), cell: (act) => <DateText value={act.at} precision="minute" /> },
          ]}
        />
      ) : null}
    </Section>
  );
}

/** Confirm (the second person) and close; who proposed reads that another has to confirm. */
function AccountActs({ account, userId, isApprover }: BankAccountsProps & { account: BankAccountRow }) {
  const t = useT("bankAccounts");
  const { state } = account;
  if (state === "closed" || (state === "open" && !isApprover)) return null;
  const isOwn = account.proposedById === userId;
  return (
    <form method="post">
      <input type="hidden" name="bankAccount" value={account.id} />
      {state === "proposed" && isApprover && !isOwn ? (
        <SubmitButton name="intent" value="bank-confirm">
          {t("confirm")}
        </SubmitButton>
      ) : null}
      {state === "proposed" && (isOwn || !isApprover) ? <span className="note">{t("waits")}</span> : null}{" "}
      <SubmitButton quiet name="intent" value="bank-close">
        {t(state === "proposed" ? "withdraw" : "close")}
      </SubmitButton>
    </form>
  );
}

function ProposalForm({ organizationName, answer }: Pick<BankAccountsProps, "organizationName" | "answer">) {
  const t = useT("bankAccounts");
  const lang = useLang();
  const form = answer?.kind === "form" ? answer : null;
  const shown = (name: "bank" | "otherBank" | "accountName" | "accountNo") => {
    const key = form?.errors[name];
    return { name, defaultValue: form?.typed[name] ?? "", error: key && t(key), autoComplete: "off" };
  };
  const fields = [shown("bank"), shown("otherBank"), shown("accountName"), shown("accountNo")] as const;
  const [bank, otherBank, accountName, accountNo] = fields;
  return (
    <details open={form !== null}>
      <summary>{t("add")}</summary>
      <form method="post" noValidate>
        <ErrorSummary
          errors={fields.flatMap(({ name, error }) => (error ? [{ id: name, message: error }] : []))}
        />
        <Select
          label={t("bank")}
          blank
          options={[
            ...BANK_CODES.map((code) => ({ value: code, label: bankName(code, lang) })),
            { value: "other", label: t("other") },
          ]}
          {...bank}
        />
        <TextField label={t("otherBank")} help={t("otherBankHelp")} optional {...otherBank} />
        <TextField
          label={t("accountName")}
          help={t("accountNameHelp", { name: organizationName })}
          {...accountName}
        />
        <TextField label={t("accountNo")} help={t("accountNoHelp")} inputMode="numeric" {...accountNo} />
        <p className="field">
          <SubmitButton name="intent" value="bank-propose">
            {t("propose")}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}
