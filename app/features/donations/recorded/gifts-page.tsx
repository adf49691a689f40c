import { useT } from "#app/lib/i18n-react.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { EntryTable, sumText } from "./entry-table.tsx";
import type { GiftsAnswer, loadGifts } from "./gifts-page.server.ts";
import type { RecordedGift } from "./queries.server.ts";
import { say } from "./words.ts";

type GiftsData = Awaited<ReturnType<typeof loadGifts>>;
type GiftsProps = GiftsData & { answer: GiftsAnswer | undefined };

/** What people recorded by hand, by what is to be done with it. Every form works without scripts. */
export function GiftsPage(props: GiftsProps) {
  const { recent, done, answer } = props;
  const t = useT("recorded");
  return (
    <div className="wrap">
      <div className="head">
        <h1>{t("title")}</h1>
        <p className="acts">
          <ButtonLink href="/workspace/gifts/new">{t("toNew")}</ButtonLink>
          <ButtonLink href="/workspace/gifts/new?kind=transfer" quiet>
            {t("toTransfer")}
          </ButtonLink>
          <ButtonLink href="/workspace/gifts/file" quiet>
            {t("toFile")}
          </ButtonLink>
        </p>
      </div>
      <p className="lead">{t("lead")}</p>
      {answer ? <Flash tone="bad" title={say(t, answer.refusal, answer.values)} /> : null}
      {done && !answer ? <Flash title={t(`done_${done}`)} /> : null}
      <ToCount {...props} />
      <ToReverse {...props} />
      <InHand {...props} />
      <Section title={t("recentTitle")}>
        <EntryTable
          caption={t("recentTitle")}
          gifts={recent}
          withState
          acts={(gift) => <ReverseForm gift={gift} />}
          empty={<EmptyState title={t("recentNone")}>{t("recentNoneText")}</EmptyState>}
        />
      </Section>
    </div>
  );
}

function ToCount({ toCount, userId }: GiftsData) {
  const t = useT("recorded");
  if (toCount.length === 0) return null;
  const mayCount = toCount.some((gift) => gift.recordedById !== userId);
  return (
    <Section title={t("toCountTitle")} intro={t("toCountIntro")}>
      <form method="post">
        <EntryTable
          caption={t("toCountTitle")}
          gifts={toCount}
          pick={(gift) => gift.recordedById !== userId}
          acts={(gift) =>
            gift.recordedById === userId ? <span className="help">{t("ownEntry")}</span> : null
          }
        />
        {mayCount ? (
          <p className="field">
            <SubmitButton name="intent" value="count">
              {t("countButton")}
            </SubmitButton>
          </p>
        ) : null}
      </form>
    </Section>
  );
}

function ToReverse({ toReverse, userId, isApprover }: GiftsData) {
  const t = useT("recorded");
  if (toReverse.length === 0) return null;
  return (
    <Section title={t("toReverseTitle")}>
      <EntryTable
        caption={t("toReverseTitle")}
        gifts={toReverse}
        acts={(gift) => (
          <>
            <small>
              {t("askedBy", { name: gift.reversalAskedBy ?? "", reason: gift.reversalReason ?? "" })}
            </small>
            {isApprover && gift.reversalAskedById !== userId ? (
              <OneForm gift={gift} intent="reverse" label={t("reverseButton")} />
            ) : (
              <span className="help">{t("ownRequest")}</span>
            )}
          </>
        )}
      />
    </Section>
  );
}

function InHand({ inHand, rows }: GiftsData) {
  const t = useT("recorded");
  if (inHand.length === 0) return null;
  return (
    <Section title={t("inHandTitle")} intro={t("inHandIntro")}>
      <form method="post">
        <EntryTable caption={t("inHandTitle")} gifts={inHand} pick={() => rows.length > 0} />
        <p className="note">{t("inHandSum", { amount: sumText(inHand) })}</p>
        {rows.length === 0 ? (
          <p className="note">{t("depositNone")}</p>
        ) : (
          <>
            <Select
              label={t("depositRow")}
              name="row"
              options={rows.map((row) => ({
                value: JSON.stringify([row.source, row.account, row.rowKey]),
                label: `${row.day} ${formatYuan(row.amountFen)} ${row.words}`,
              }))}
            />
            <p className="field">
              <SubmitButton name="intent" value="bank">
                {t("bankButton")}
              </SubmitButton>
            </p>
          </>
        )}
      </form>
    </Section>
  );
}

/** The one thing that can be undone about an entry: withdrawn before it is counted, reversed afterwards. */
function ReverseForm({ gift }: { gift: RecordedGift }) {
  const t = useT("recorded");
  if (gift.withdrawnAt || gift.reversedAt || gift.reversalReason) return null;
  if (!gift.countedAt) return <OneForm gift={gift} intent="withdraw" label={t("withdraw")} />;
  return (
    <details>
      <summary>{t("reverse")}</summary>
      <form method="post">
        <input type="hidden" name="id" value={gift.id} />
        <TextField
          id={`reason-${gift.id}`}
          name="reason"
          label={t("reverseWhy")}
          help={t("reverseWhyHelp")}
          maxLength={200}
        />
        <SubmitButton quiet name="intent" value="ask-reversal">
          {t("reverseAsk")}
        </SubmitButton>
      </form>
    </details>
  );
}

function OneForm({ gift, intent, label }: { gift: RecordedGift; intent: string; label: string }) {
  return (
    <form method="post">
      <input type="hidden" name="id" value={gift.id} />
      <SubmitButton quiet name="intent" value={intent}>
        {label}
      </SubmitButton>
    </form>
  );
}
