import { useT } from "#app/lib/i18n-react.tsx";
import { SubNav } from "#app/ui/sub-nav.tsx";
import { roomsAt } from "./workspace-rooms.ts";

type WorkspaceNavProps = { who: string; role: string; path: string; roles: readonly string[] };

/** The bar over every page of the workspace: the groups of rooms, and the rooms of the group one is in. */
export function WorkspaceNav({ who, role, path, roles }: WorkspaceNavProps) {
  const t = useT("workspace");
  const { groups, rooms } = roomsAt(path, roles);
  return (
    <SubNav
      who={who}
      role={role}
      label={t("label")}
      items={groups.map(({ group, href, isCurrent }) => ({
        href,
        label: t(`group_${group}`),
        current: isCurrent,
      }))}
      inside={rooms.map(({ key, href, isCurrent }) => ({ href, label: t(key), current: isCurrent }))}
    />
  );
}
