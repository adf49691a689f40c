import { useT } from "#app/lib/i18n-react.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";

const PATH = "/workspace/reconciliation";
/** The pages of a charity's reconciliation, in the order of the work. */
const TABS = [
  { key: "days", path: PATH },
  { key: "breaks", path: `${PATH}/breaks` },
  { key: "suggestions", path: `${PATH}/suggestions` },
  { key: "funds", path: `${PATH}/funds` },
  { key: "close", path: `${PATH}/close` },
] as const;

export type ReconciliationTab = (typeof TABS)[number]["key"];

/** Under the workspace's bar on every page of reconciliation; `query` keeps an officer with one charity. */
export function ReconciliationTabs({ current, query }: { current: ReconciliationTab | null; query: string }) {
  const t = useT("close");
  return (
    <LinkTabs
      label={t("tabs")}
      items={TABS.map(({ key, path }) => ({
        href: `${path}${query}`,
        label: t(`tab_${key}`),
        current: key === current,
      }))}
    />
  );
}
