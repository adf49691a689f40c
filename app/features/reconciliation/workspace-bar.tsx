import { WorkspaceNav } from "#app/features/identity/workspace-nav.tsx";
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
  const who = lang === "en" ? organization.nameEn : organization.name;
  const work = `${t(`role_${role}`)} ${userName}`;
  return (
    <>
      {role === "officer" ? (
        <SubNav
          who={who}
          role={work}
          label={tw("label")}
          items={[{ href: "/supervision", label: tw("today") }]}
        />
      ) : (
        <WorkspaceNav who={who} role={work} path="/workspace/reconciliation" roles={[`charity-${role}`]} />
      )}
      <div className="wrap">
        <ReconciliationTabs current={tab} query={reader.query ?? ""} />
      </div>
    </>
  );
}
