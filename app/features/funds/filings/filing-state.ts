/** What a version of a filing is. */
export const VERSION_KINDS = ["plan", "amendment", "renewal"] as const;
export type VersionKind = (typeof VERSION_KINDS)[number];

/**
 * The way of a version, forward only (the database refuses the rest): drafted by one person, released by another,
 * handed in at the ministry's system, then filed or returned for missing papers. What is sent back, withdrawn or
 * returned is followed by a new version.
 */
export const VERSION_STATES = [
  "drafted",
  "sent-back",
  "withdrawn",
  "released",
  "submitted",
  "returned",
  "filed",
] as const;
export type VersionState = (typeof VERSION_STATES)[number];

const UNDER_WAY: readonly VersionState[] = ["drafted", "released", "submitted"];
export const isUnderWay = (state: VersionState): boolean => UNDER_WAY.includes(state);

/** How a whole filing stands, for lists and the public page. */
export type FilingState = VersionState | "changed" | "renewed" | "ended";

export interface VersionStanding {
  number: number;
  kind: VersionKind;
  state: VersionState;
  startsOn: string;
  endsOn: string;
}

/** The version in force, or the last that was: the latest that was filed. */
export function latestFiled<Version extends VersionStanding>(versions: readonly Version[]): Version | null {
  return versions.reduce<Version | null>(
    (latest, version) =>
      version.state === "filed" && (latest === null || version.number > latest.number) ? version : latest,
    null,
  );
}

/** The last version written, whatever became of it. */
export function latestOf<Version extends VersionStanding>(versions: readonly Version[]): Version | null {
  return versions.reduce<Version | null>(
    (latest, version) => (latest === null || version.number > latest.number ? version : latest),
    null,
  );
}

/** The state of a filing: a version that has come into force decides, whatever is prepared beside it. */
export function filingStateOf(
  filing: { endedOn: string | null },
  versions: readonly VersionStanding[],
  today: string,
): FilingState {
  const filed = latestFiled(versions);
  if (!filed) return latestOf(versions)?.state ?? "drafted";
  if ((filing.endedOn !== null && filing.endedOn < today) || filed.endsOn < today) return "ended";
  if (filed.kind === "amendment") return "changed";
  return filed.kind === "renewal" ? "renewed" : "filed";
}

/** What may be written next, if anything: the form asks for one of these. */
export function nextKinds(
  filing: { endedOn: string | null },
  versions: readonly VersionStanding[],
): VersionKind[] {
  const latest = latestOf(versions);
  if (filing.endedOn !== null || (latest && isUnderWay(latest.state))) return [];
  return latestFiled(versions) ? ["amendment", "renewal"] : ["plan"];
}
