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
  const tw = useT("workspace");
  const lang = useLang();
  const { organization, role, userName } = reader;
  const items =
    role === "officer"
      ? [{ href: "/supervision", label: tw("today") }]
      : [
          { href: "/workspace", label: tw("today") },
          { href: "/workspace/reconciliation", label: tw("reconciliation"), current: true },
          { href: "/workspace/disbursements", label: tw("disbursements") },
          { href: "/workspace/disclosures", label: tw("disclosures") },
          { href: "/account", label: tw("settings") },
        ];
  return (
    <SubNav
      who={lang === "en" ? organization.nameEn : organization.name}
      role={`${t(`role_${role}`)} ${userName}`}
      label={tw("label")}
      items={items}
    />
  );
}
