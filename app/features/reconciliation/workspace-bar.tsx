import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { SubNav } from "#app/ui/sub-nav.tsx";
import { type ReconciliationTab, ReconciliationTabs } from "./reconciliation-tabs.tsx";

export interface BarReader {
  organization: { name: string; nameEn: string };
  userName: string;
  role: "clerk" | "approver" | "officer";
  /** Keeps an officer with the charity looked at. */
  query?: string;
}

/** Whose books these are, who reads them, and the tabs of reconciliation: above every page of it. */
export function WorkspaceBar({ reader, tab = null }: { reader: BarReader; tab?: ReconciliationTab | null }) {
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
          { href: "/workspace/gifts", label: tw("gifts") },
          { href: "/workspace/refunds", label: tw("refunds") },
          { href: "/workspace/quarantine", label: tw("quarantine") },
          { href: "/workspace/disclosures", label: tw("disclosures") },
          { href: "/workspace/settings", label: tw("settings") },
        ];
  return (
    <>
      <SubNav
        who={lang === "en" ? organization.nameEn : organization.name}
        role={`${t(`role_${role}`)} ${userName}`}
        label={tw("label")}
        items={items}
      />
      <div className="wrap">
        <ReconciliationTabs current={tab} query={reader.query ?? ""} />
      </div>
    </>
  );
}
