import { createHash } from "node:crypto";
import { derivedText } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";

const NAME = "mingshan-demo";

/** Numbers that look drawn and are the same in every demo; one stream per name, so that nothing shifts the rest. */
export class Draw {
  #state: number;

  constructor(...name: readonly string[]) {
    this.#state = createHash("sha256")
      .update([NAME, ...name].join("\u001f"))
      .digest()
      .readUInt32LE(0);
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    invariant(item !== undefined, "there is something to pick from");
    return item;
  }

  /** One of the items, each as likely as its weight says. */
  weighted<T>(items: readonly (readonly [T, number])[]): T {
    let left = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return (items.at(-1) as readonly [T, number])[0];
  }
}

/** Ids that follow from names, so that a seed begun again meets its own rows. */
export const stableId = {
  organization: (slug: string): string => `o${derivedText(8, NAME, "organization", slug)}`,
  credential: (slug: string, provider: string): string =>
    `c${derivedText(12, NAME, "credential", slug, provider)}`,
  fund: (kind: string, slug: string): string => derivedText(8, NAME, "fund", kind, slug),
  ofFund: (prefix: string, fundId: string, ...name: readonly string[]): string =>
    `${prefix}${fundId}${derivedText(12, NAME, prefix, fundId, ...name)}`,
  reference: (...name: readonly string[]): string =>
    `MS${derivedText(8, NAME, "reference", ...name).toUpperCase()}`,
};
