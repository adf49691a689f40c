import { describe, expect, it } from "vitest";
import { htmlLang, type Namespace, translator } from "#app/lib/i18n.ts";
import { en, zh } from "#app/locales/index.ts";

const namespaces = Object.keys(zh) as Namespace[];

function entriesOf(dictionary: Record<string, string>): [key: string, text: string][] {
  return Object.entries(dictionary);
}

/** Chinese has one plural form, English two: `x_one` is compared as `x_other`. */
const baseKeys = (dictionary: Record<string, string>) =>
  [...new Set(Object.keys(dictionary).map((key) => key.replace(/_one$/, "_other")))].sort();

const variablesOf = (text: string) =>
  [...text.matchAll(/\{\{\s*([^,}\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? "").sort();
const tagsOf = (text: string) => [...text.matchAll(/<\/?(\w+)>/g)].map((match) => match[0]).sort();

describe.each(namespaces)("dictionary %s", (namespace) => {
  const chinese: Record<string, string> = zh[namespace];
  const english: Record<string, string> = en[namespace];

  it("has the same keys in both languages", () => {
    expect(baseKeys(english)).toEqual(baseKeys(chinese));
  });

  it("says something under every key", () => {
    for (const dictionary of [chinese, english]) {
      const silent = entriesOf(dictionary).filter(([, text]) => text.trim() === "");
      expect(silent).toEqual([]);
    }
  });

  it("uses the same variables and tags in both languages", () => {
    for (const [key, text] of entriesOf(english)) {
      const other = chinese[key] ?? chinese[key.replace(/_one$/, "_other")] ?? "";
      // The singular may say “one” instead of naming the count.
      const expected = key.endsWith("_one")
        ? variablesOf(other).filter((name) => name !== "count" || variablesOf(text).includes("count"))
        : variablesOf(other);
      expect({ key, variables: variablesOf(text) }).toEqual({ key, variables: expected });
      expect({ key, tags: tagsOf(text) }).toEqual({ key, tags: tagsOf(other) });
    }
  });

  it("keeps keys flat and English free of Chinese punctuation", () => {
    for (const [key, text] of entriesOf(english)) {
      expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
      expect({ key, text }).not.toMatchObject({ text: expect.stringMatching(/[，。；：？！]/) });
    }
  });
});

describe("translator", () => {
  it("fills variables and groups counts", () => {
    expect(translator("zh")("ui")("progress", { done: 42310, total: 100000 })).toBe("42,310 / 100,000");
    expect(translator("en")("ui")("progress", { done: 42310, total: 100000 })).toBe("42,310 of 100,000");
  });

  it("chooses the plural form of each language", () => {
    expect(translator("en")("ui")("errorsTitle", { count: 1 })).toBe("One thing to fix");
    expect(translator("en")("ui")("errorsTitle", { count: 3 })).toBe("3 things to fix");
    expect(translator("zh")("ui")("errorsTitle", { count: 1 })).toBe("还差 1 处");
  });

  it("does not escape what React will escape", () => {
    expect(translator("zh")("frame")("title", { page: "<甲 & 乙>" })).toBe("<甲 & 乙> · 明善");
  });

  it("names the language of the page", () => {
    expect(htmlLang("zh")).toBe("zh-Hans-CN");
    expect(htmlLang("en")).toBe("en");
  });
});
