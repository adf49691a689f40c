import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { SubNav } from "#app/ui/sub-nav.tsx";

export interface BarReader {
  organization: { name: string; nameEn: string };
  userName: string;
  role: "clerk" | "approver" | "officer";
}

/** Whose books these are and who reads them, above every page of the workspace's reconciliation. */
export function WorkspaceBar({ reader }: { reader: BarReader }) {
  const t = useT("reconciliation");
  const lang = useLang();
  const { organization, role, userName } = reader;
  const items =
    role === "officer"
      ? [{ href: "/supervision", label: t("navToday") }]
      : [
          { href: "/workspace", label: t("navToday") },
          { href: "/workspace/reconciliation", label: t("navReconciliation"), current: true },
          { href: "/workspace/disbursements", label: t("navDisbursements") },
        ];
  return (
    <SubNav
      who={lang === "en" ? organization.nameEn : organization.name}
      role={`${t(`role_${role}`)} ${userName}`}
      label={t("workspace")}
      items={items}
    />
  );
}
