import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Channel, loadSettings } from "./channel-settings.server.ts";

export type BasisAnswer =
  | { saved: true }
  | { saved: false; basis: string; reason: "too-short" | "too-long" | "not-permitted" };

type SettingsPageProps = Awaited<ReturnType<typeof loadSettings>> & {
  mayRecord: boolean;
  answer: BasisAnswer | undefined;
};

/** Through what the organization is paid, and its basis for cards from abroad. */
export function SettingsPage({ organization, channels, mayRecord, answer }: SettingsPageProps) {
  const t = useT("settings");
  const error = answer && !answer.saved ? t(answer.reason) : undefined;
  return (
    <div className="wrap">
      <h1 className="head">{t("title")}</h1>
      {answer?.saved ? <Flash tone="done" title={t("saved")} /> : null}
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
          ]}
        />
      </Section>
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
    </div>
  );
}

function ChannelState({ channel }: { channel: Channel }) {
  const t = useT("settings");
  return channel.isOff ? <State tone="wait">{t("off")}</State> : <State tone="done">{t("on")}</State>;
}
