import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { PublicBreak, PublicClosing } from "./public-queries.server.ts";

/** "Reconciled and closed through …; 2 differences open, the oldest 3 days." */
export function useClosedState(
  closings: readonly PublicClosing[],
  openBreaks: readonly PublicBreak[],
  today: string,
): string {
  const t = useT("close");
  const latest = closings.find(({ reopenedAt }) => reopenedAt === null);
  const open = openBreaks.filter(({ state }) => state === "open");
  const [oldest = today] = open.map(({ day }) => day).sort();
  const through = latest ? t("public_through", { day: latest.day }) : t("public_never");
  const breaks =
    open.length === 0
      ? t("public_breaksNone")
      : t("public_breaks", { count: open.length, days: Math.max(0, daysBetween(oldest, today)) });
  return t("public_state", { through, breaks });
}

/** Days that two people closed, with the fingerprint of what they signed. Never who they are. */
export function PublicClosings({ closings }: { closings: readonly PublicClosing[] }) {
  const t = useT("close");
  if (closings.length === 0) return null;
  return (
    <Section title={t("publicTitle")} intro={t("publicLead")}>
      <CardsTable
        caption={t("publicCaption")}
        variant="stated"
        rows={closings}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "day",
            head: t("day"),
            cell: (row) => (
              <>
                <DateText value={row.day} />
                <small className="code">{row.sha256.slice(0, 16)}…</small>
              </>
            ),
          },
          {
            key: "closed",
            head: t("publicWhen"),
            cell: (row) => <DateText value={row.closedAt} precision="minute" />,
          },
          {
            key: "state",
            head: t("publicState"),
            st: true,
            cell: (row) =>
              row.reopenedAt ? (
                <State tone="warn">
                  {t("publicReopened")} <DateText value={row.reopenedAt} precision="short-day" />
                </State>
              ) : (
                <State tone="done">{t("publicClosed")}</State>
              ),
          },
        ]}
      />
    </Section>
  );
}
