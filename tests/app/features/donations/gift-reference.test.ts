import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  giftReference,
  groupedReference,
  isGiftReference,
  readReferences,
  referencesSql,
} from "#app/features/donations/gift-reference.ts";
import { db } from "#app/lib/db.server.ts";

const ALPHABET = "3479ACDEFHJKMNPQRTUVWXY";
const some = Array.from({ length: 60 }, () => giftReference(randomBytes(16)));

const fullWidth = (text: string): string =>
  [...text].map((c) => (c === " " ? "\u3000" : String.fromCharCode(c.charCodeAt(0) + 0xfee0))).join("");

describe("gift references", () => {
  it("are ten characters that nobody confuses, and read in groups", () => {
    for (const reference of some) {
      expect(reference).toMatch(/^MS[3479ACDEFHJKMNPQRTUVWXY]{8}$/);
      expect(isGiftReference(reference)).toBe(true);
    }
    expect(groupedReference("MS4HKT9PQX")).toBe("MS 4HKT 9PQX");
  });

  it("show every single wrong character and every two neighbours that changed places", () => {
    for (const reference of some.slice(0, 10)) {
      const letters = [...reference];
      for (let at = 2; at < letters.length; at += 1) {
        for (const other of ALPHABET) {
          if (other === letters[at]) continue;
          const wrong = letters.with(at, other).join("");
          expect(isGiftReference(wrong), `${reference} → ${wrong}`).toBe(false);
        }
        const [a, b] = [letters[at], letters[at + 1]];
        if (a === undefined || b === undefined || a === b) continue;
        const swapped = letters
          .with(at, b)
          .with(at + 1, a)
          .join("");
        expect(isGiftReference(swapped), `${reference} → ${swapped}`).toBe(false);
      }
    }
  });

  it.each([
    (r: string) => r,
    (r: string) => r.toLowerCase(),
    (r: string) => groupedReference(r),
    (r: string) => fullWidth(groupedReference(r)),
    (r: string) => `捐款 ${r} 谢谢`,
    (r: string) => `附言：${r.slice(0, 5)} - ${r.slice(5)}。`,
    (r: string) => `${r}100元`,
    (r: string) => `FOR MS${r}`,
  ])("are found however they are written (%#), here and in the database", async (write) => {
    for (const reference of some.slice(0, 15)) {
      const text = write(reference);
      expect(readReferences(text), text).toEqual([reference]);
      const rows = await db.rows<{ reference: string }>(
        `select reference from ${referencesSql("$1::text")} f`,
        [text],
      );
      expect(
        rows.map((row) => row.reference),
        text,
      ).toContain(reference);
    }
  });

  it("are not seen where there are none, and several are all seen", async () => {
    expect(readReferences("一餐热饭 13800000000 MS")).toEqual([]);
    const [a = "", b = ""] = some;
    expect(readReferences(`${a}，${b}，${a}`)).toEqual([a, b]);
    expect(await db.rows(`select reference from ${referencesSql("null::text")} f`)).toEqual([]);
  });
});
