import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { State } from "#app/ui/state.tsx";
import type { ListedChange } from "./record-pages.server.ts";

const TONES = {
  waiting: "wait",
  accepted: "done",
  "at-once": "done",
  returned: "warn",
  withdrawn: "warn",
  refused: "bad",
} as const;

/** What was asked for, by whom, and what became of it with its reason. For members and officers. */
export function ChangeTable({ changes }: { changes: readonly ListedChange[] }) {
  const t = useT("register");
  return (
    <CardsTable
      caption={t("historyTitle")}
      variant="headed"
      rows={changes}
      rowKey={(change) => change.id}
      empty={<p className="note">{t("historyNone")}</p>}
      columns={[
        {
          key: "when",
          head: t("when"),
          cell: (change) => <DateText value={change.proposedAt} precision="minute" />,
        },
        {
          key: "outcome",
          head: t("outcome"),
          st: true,
          cell: (change) => <State tone={TONES[change.state]}>{t(`state_${change.state}`)}</State>,
        },
        { key: "who", head: t("who"), cell: (change) => change.proposedBy },
        {
          key: "what",
          head: t("what"),
          cell: (change) =>
            change.kind === "registration"
              ? t("changeKind_registration")
              : change.fields.map((field) => t(`fact_${field}`)).join("，"),
        },
        { key: "note", head: t("note"), cell: (change) => change.note || null },
        {
          key: "reason",
          head: t("reason"),
          cell: (change) =>
            change.reason === null ? null : (
              <>
                {change.reason} <small>{change.decidedBy}</small>
              </>
            ),
        },
      ]}
    />
  );
}
