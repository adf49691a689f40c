import type { Translate } from "#app/lib/i18n.ts";
import type { ProjectKind } from "./project-codes.ts";

/** The list in which those who work on a fund of this kind find it. */
export function workListOf(kind: ProjectKind, t: Translate<"projects">): { href: string; label: string } {
  return kind === "consumption"
    ? { href: "/workspace/consumption", label: t("campaignsTitle") }
    : { href: "/workspace/projects", label: t("listTitle") };
}
