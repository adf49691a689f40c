import { canonicalJson, sha256Of } from "#app/lib/canonical-json.ts";
import type { GovernanceEvidence } from "./governance.ts";
import type { EvidenceItem } from "./inputs.ts";

/** Collects what figures rest on, each item once. */
export class EvidenceList {
  readonly #items = new Map<string, EvidenceItem>();

  /** Adds an item and gives its id. */
  add(item: EvidenceItem): string {
    this.#items.set(item.id, item);
    return item.id;
  }

  /** A document that the organization's governance facts name. */
  addDocument(document: GovernanceEvidence): string {
    return this.add({
      id: `document:${document.id}`,
      type: "document",
      title: document.title,
      titleEn: document.titleEn,
      sha256: document.sha256,
      source: document.source,
      observedAt: document.observedOn,
      visibility: document.isPublic ? "public" : "masked",
      href: document.isPublic ? document.href : null,
    });
  }

  /**
   * Adds the first `shown` items by themselves and the rest as one item whose digest covers them all, so that
   * thousands of files stay checkable without filling the report.
   */
  addMany(
    items: readonly EvidenceItem[],
    shown: number,
    rest: Omit<EvidenceItem, "sha256" | "observedAt">,
  ): string[] {
    const ids = items.slice(0, shown).map((item) => this.add(item));
    const others = items.slice(shown);
    const [newest] = others;
    if (!newest) return ids;
    const digests = others.map(({ id, sha256 }) => ({ id, sha256 })).sort((a, b) => (a.id < b.id ? -1 : 1));
    const summary = {
      ...rest,
      title: `${rest.title}（${others.length}）`,
      titleEn: `${rest.titleEn} (${others.length})`,
      sha256: sha256Of(canonicalJson(digests)),
      observedAt: newest.observedAt,
    };
    return [...ids, this.add(summary)];
  }

  /** In order of id, so that the same evidence gives the same bytes. */
  all(): EvidenceItem[] {
    return [...this.#items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
