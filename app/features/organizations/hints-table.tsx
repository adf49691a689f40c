import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { QualificationHint } from "./qualification-hints.ts";

/** The conditions of public fundraising beside what the record says of each. */
export function HintsSection({ hints }: { hints: readonly QualificationHint[] }) {
  const t = useT("register");
  return (
    <Section title={t("hintsTitle")} intro={t("hintsIntro")} id="hints">
      <CardsTable
        caption={t("hintsTitle")}
        variant="stated"
        rows={hints}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "hint",
            head: t("hint"),
            cell: ({ key, count, of }) => (
              <>
                {t(`hint_${key}`)} {of > 0 ? <small>{t("hintCount", { count, of })}</small> : null}
              </>
            ),
          },
          {
            key: "state",
            head: t("hintState"),
            st: true,
            cell: ({ met }) =>
              met === null ? (
                <State tone="wait">{t("hintUnknown")}</State>
              ) : met ? (
                <State>{t("hintMet")}</State>
              ) : (
                <State tone="warn">{t("hintNotMet")}</State>
              ),
          },
        ]}
      />
    </Section>
  );
}
