import { useT } from "#app/lib/i18n-react.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";

const ROOMS = [
  { key: "cases", href: "/workspace/aid" },
  { key: "lists", href: "/workspace/aid/lists" },
  { key: "batches", href: "/workspace/aid/batches" },
  { key: "stops", href: "/workspace/aid/stops" },
  { key: "consents", href: "/workspace/aid/consents" },
  { key: "programmes", href: "/workspace/aid/programmes" },
] as const;
export type AidRoom = (typeof ROOMS)[number]["key"];

/** The corners of the aid room. */
export function AidRooms({ current }: { current: AidRoom }) {
  const t = useT("aid");
  return (
    <LinkTabs
      label={t("roomsLabel")}
      items={ROOMS.map(({ key, href }) => ({ href, label: t(`room_${key}`), current: key === current }))}
    />
  );
}
