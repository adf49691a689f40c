import { useT } from "#app/lib/i18n-react.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";

export type DutyTab = "list" | "calendar" | "events" | "people";

const TABS: readonly { key: DutyTab; href: string }[] = [
  { key: "list", href: "/workspace/disclosures" },
  { key: "calendar", href: "/workspace/disclosures/calendar" },
  { key: "events", href: "/workspace/disclosures/events" },
  { key: "people", href: "/workspace/disclosures/people" },
];

/** The views of an organization's statutory clock. */
export function DutyTabs({ current, waiting = 0 }: { current: DutyTab; waiting?: number }) {
  const t = useT("clock");
  return (
    <LinkTabs
      label={t("tabs")}
      items={TABS.map(({ key, href }) => ({
        href,
        label: t(`tab_${key}`),
        current: key === current,
        ...(key === "events" && waiting > 0 ? { count: waiting } : {}),
      }))}
    />
  );
}
