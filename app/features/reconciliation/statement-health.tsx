import { useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { SourceName } from "./break-table.tsx";
import type { DoubtView, FetchView, GapView } from "./statement-health.server.ts";

const TONES: Record<FetchView["state"], Tone> = { fetched: "done", "not-ready": "wait", failed: "bad" };
const REASONS = [
  "not-ready",
  "unknown",
  "refused",
  "forbidden-host",
  "too-large",
  "wrong-source",
  "bad-file",
  "wrong-account",
] as const;

/** Days that are missing between two statements of one account. */
export function StatementGaps({ gaps }: { gaps: readonly GapView[] }) {
  const t = useT("statements");
  const tr = useT("reconciliation");
  if (gaps.length === 0) return null;
  return (
    <Callout tone="attention" title={t("gapTitle")}>
      {gaps.map(({ source, accountTail: tail, before, after }) => (
        <p key={`${source} ${tail} ${after}`}>
          {t("gapText", { source: tr(`source_${bankSource(source)}`), tail, before, after })}
        </p>
      ))}
    </Callout>
  );
}

function bankSource(source: string) {
  const known = ["bank-icbc", "bank-generic", "bank-camt053", "bank-mt940"] as const;
  return known.find((name) => name === source) ?? "bank-ccb";
}

/** How fetching the last days' bills went. */
export function FetchTable({ fetches }: { fetches: readonly FetchView[] }) {
  const t = useT("statements");
  if (fetches.length === 0) return null;
  return (
    <Section title={t("fetchTitle")} intro={t("fetchIntro")}>
      <CardsTable
        caption={t("fetchCaption")}
        variant="stated"
        rows={fetches}
        rowKey={(row) => `${row.source} ${row.accountTail} ${row.day}`}
        columns={[
          {
            key: "day",
            head: t("fetchDay"),
            cell: (row) => (
              <>
                <DateText value={row.day} precision="short-day" />
                <small>
                  <SourceName source={row.source} />
                </small>
              </>
            ),
          },
          {
            key: "state",
            head: t("fetchState"),
            st: true,
            cell: (row) => (
              <>
                <State tone={TONES[row.state]}>{t(`fetchState_${row.state}`)}</State>
                {row.reason === null || row.state === "fetched" ? null : (
                  <small>
                    {t(`fetchReason_${REASONS.find((known) => known === row.reason) ?? "error"}`)}
                  </small>
                )}
              </>
            ),
          },
          {
            key: "tried",
            head: t("fetchTried"),
            cell: (row) => (
              <>
                <DateText value={row.triedAt} precision="short-minute" />
                {row.attempts > 1 ? <small>{t("fetchAttempts", { count: row.attempts })}</small> : null}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Rows whose reader had a doubt: flagged, never guessed. */
export function DoubtTable({ doubts }: { doubts: readonly DoubtView[] }) {
  const t = useT("statements");
  if (doubts.length === 0) return null;
  return (
    <Section title={t("doubtsTitle", { count: doubts.length })} intro={t("doubtsIntro")} id="doubts">
      <CardsTable
        caption={t("doubtsCaption")}
        variant="duo"
        rows={doubts}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "file",
            head: t("doubtFile"),
            cell: (row) => (
              <>
                {row.fileName} {t("doubtLine", { line: row.line })}
                <small>
                  <SourceName source={row.source} />
                  {row.day === null ? null : (
                    <>
                      {" "}
                      <DateText value={row.day} precision="short-day" />
                    </>
                  )}
                </small>
              </>
            ),
          },
          { key: "reason", head: t("doubtReason"), cell: (row) => t(`warning_${row.reason}`) },
        ]}
      />
    </Section>
  );
}
