import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { BankAnswer } from "./bank-accounts-page.server.ts";
import { BankAccountsSection } from "./bank-accounts-section.tsx";
import type { Channel, loadSettings } from "./channel-settings.server.ts";
import { sayChannel } from "./channel-words.ts";

export type BasisAnswer =
  | { channel: string }
  | { bank: BankAnswer }
  | { saved: true }
  | { saved: false; basis: string; reason: "too-short" | "too-long" | "not-permitted" };

const CHANNEL_DONE = ["saved", "savedUntested", "tested", "disabled", "enabled"] as const;
const BANK_DONE = ["bankProposed", "bankConfirmed", "bankClosed"] as const;
/** What an act just did, as the address of the page says it. */
export const DONE = [...CHANNEL_DONE, ...BANK_DONE] as const;
type Done = (typeof DONE)[number];
const isBankDone = (done: Done): done is (typeof BANK_DONE)[number] => BANK_DONE.some((one) => one === done);

type SettingsPageProps = Awaited<ReturnType<typeof loadSettings>> & {
  userId: string;
  mayRecord: boolean;
  done: Done | null;
  answer: BasisAnswer | undefined;
};

/** Through what the organization is paid, and its basis for cards from abroad. */
export function SettingsPage(props: SettingsPageProps) {
  const { organization, channels, bank, acts, mayRecord, done } = props;
  const answer = props.answer && "saved" in props.answer ? props.answer : undefined;
  const refusal = props.answer && "channel" in props.answer ? props.answer.channel : null;
  const t = useT("settings");
  const tc = useT("channels");
  const tb = useT("bankAccounts");
  const error = answer && !answer.saved ? t(answer.reason) : undefined;
  const missing = (["alipay", "stripe"] as const).filter(
    (provider) => !channels.some((channel) => channel.provider === provider && !channel.isDisabled),
  );
  return (
    <div className="wrap">
      <h1 className="head">{t("title")}</h1>
      {answer?.saved ? <Flash tone="done" title={t("saved")} /> : null}
      {done && !props.answer ? (
        <Flash
          tone={done === "savedUntested" ? "warn" : "done"}
          title={isBankDone(done) ? tb(done) : tc(done)}
        />
      ) : null}
      {refusal ? <Flash tone="bad" title={sayChannel(tc, refusal)} /> : null}
      <Section title={t("channels")} intro={t("channelsIntro")}>
        <CardsTable
          caption={t("channels")}
          variant="stated"
          rows={channels}
          rowKey={(channel) => channel.id}
          empty={<EmptyState title={t("noChannel")}>{t("noChannelText")}</EmptyState>}
          columns={[
            {
              key: "provider",
              head: t("channel"),
              cell: (channel) => t(`provider_${channel.provider}` as "provider_alipay"),
            },
            {
              key: "account",
              head: t("account"),
              cell: (channel) => <span className="code">…{channel.accountEnd}</span>,
            },
            {
              key: "tested",
              head: t("tested"),
              cell: (channel) =>
                channel.selfTestedAt ? <DateText value={channel.selfTestedAt} precision="minute" /> : "—",
            },
            {
              key: "state",
              head: t("state"),
              st: true,
              cell: (channel) => <ChannelState channel={channel} />,
            },
            ...(mayRecord
              ? [
                  {
                    key: "acts",
                    head: tc("col_acts"),
                    label: null,
                    cell: (channel: Channel) => <ChannelActs channel={channel} />,
                  },
                ]
              : []),
          ]}
        />
        {mayRecord && missing.length > 0 ? (
          <p className="acts">
            {missing.map((provider) => (
              <ButtonLink key={provider} href={`/workspace/settings/${provider}`} quiet>
                {tc("setUp")} {t(`provider_${provider}`)}
              </ButtonLink>
            ))}
          </p>
        ) : null}
      </Section>
      <BankAccountsSection
        accounts={bank.accounts}
        acts={bank.acts}
        organizationName={organization.name}
        userId={props.userId}
        isApprover={mayRecord}
        answer={props.answer && "bank" in props.answer ? props.answer.bank : undefined}
      />
      <Section title={t("overseas")} intro={t("overseasIntro")}>
        {organization.overseasCardBasisAt ? (
          <p className="note">
            {t("recordedAt")} <DateText value={organization.overseasCardBasisAt} precision="minute" />
          </p>
        ) : null}
        {mayRecord ? (
          <form method="post">
            <ErrorSummary errors={error ? [{ id: "basis", message: error }] : []} />
            <TextArea
              label={t("basis")}
              help={t("basisHelp")}
              name="basis"
              defaultValue={answer && !answer.saved ? answer.basis : (organization.overseasCardBasis ?? "")}
              error={error}
            />
            <p className="field">
              <SubmitButton>{t("record")}</SubmitButton>
            </p>
          </form>
        ) : (
          <p>{organization.overseasCardBasis ?? t("noBasis")}</p>
        )}
      </Section>
      <Section title={tc("actsTitle")}>
        <CardsTable
          caption={tc("actsTitle")}
          rows={acts}
          rowKey={(act) => `${act.credentialId} ${act.number}`}
          empty={<EmptyState title={tc("actsNone")} />}
          columns={[
            { key: "what", head: tc("col_what"), cell: (act) => tc(`act_${act.kind}`) },
            {
              key: "channel",
              head: tc("col_channel"),
              cell: (act) => t(`provider_${act.provider}` as "provider_alipay"),
            },
            { key: "who", head: tc("col_who"), cell: (act) => act.by ?? tc("byPlatform") },
            {
              key: "when",
              head: tc("col_when"),
              cell: (act) => <DateText value={act.at} precision="minute" />,
            },
          ]}
        />
      </Section>
    </div>
  );
}

/** New keys, a new test, off and on. */
function ChannelActs({ channel }: { channel: Channel }) {
  const tc = useT("channels");
  const intents = channel.isDisabled ? (["enable"] as const) : (["test", "disable"] as const);
  return (
    <form method="post">
      <input type="hidden" name="credential" value={channel.id} />
      {channel.isDisabled ? null : <a href={`/workspace/settings/${channel.provider}`}>{tc("change")}</a>}{" "}
      {intents.map((intent) => (
        <SubmitButton key={intent} quiet name="intent" value={intent}>
          {tc(intent)}
        </SubmitButton>
      ))}
    </form>
  );
}

function ChannelState({ channel }: { channel: Channel }) {
  const t = useT("settings");
  const tc = useT("channels");
  if (!channel.isOff && !channel.selfTestedAt) return <State tone="warn">{tc("untested")}</State>;
  return channel.isOff ? <State tone="wait">{t("off")}</State> : <State tone="done">{t("on")}</State>;
}
