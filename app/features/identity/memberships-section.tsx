import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Section } from "#app/ui/section.tsx";
import type { Membership } from "./queries.server.ts";
import { workPathOf } from "./roles.ts";

/** Where a person works, as what, and the way in. */
export function MembershipsSection({ memberships }: { memberships: readonly Membership[] }) {
  const t = useT("identity");
  const isChinese = useLang() === "zh";
  const openLabels = {
    "/workspace": t("openWorkspace"),
    "/supervision": t("openSupervision"),
    "/operations": t("openOperations"),
  } as const;
  return (
    <Section title={t("memberships")}>
      <CardsTable
        caption={t("memberships")}
        variant="duo"
        rows={memberships}
        rowKey={(m) => `${m.organizationId}/${m.role}`}
        empty={<p className="note">{t("membershipsNone")}</p>}
        columns={[
          {
            key: "organization",
            head: t("organization"),
            cell: (m) => (isChinese ? m.organizationName : m.organizationNameEn),
          },
          { key: "role", head: t("role"), cell: (m) => t(`role-${m.role}`) },
          {
            key: "open",
            head: t("open"),
            hideHead: true,
            label: null,
            cell: (m) => <a href={workPathOf(m.role)}>{openLabels[workPathOf(m.role)]}</a>,
          },
        ]}
      />
    </Section>
  );
}
