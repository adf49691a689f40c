import jsQR from "jsqr";
import sharp from "sharp";
import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { describe, expect, it } from "vitest";
import { breakLines } from "#app/lib/pdf/break-lines.ts";
import { documentTypeface, textWidth } from "#app/lib/pdf/document-font.server.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { qrPath } from "#app/lib/qr-path.ts";
import { svgToPng } from "#app/lib/svg-picture.server.ts";

const perCharacter = (text: string) => [...text].length;

describe("breaking lines", () => {
  it("breaks Chinese between any two characters, but never before a closing or after an opening mark", () => {
    expect(breakLines("一二三四五六七", 3, perCharacter)).toEqual(["一二三", "四五六", "七"]);
    expect(breakLines("一二三，四五", 3, perCharacter)).toEqual(["一二", "三，四", "五"]);
    expect(breakLines("一二《三》四", 3, perCharacter)).toEqual(["一二", "《三》", "四"]);
  });

  it("keeps words and numbers whole and cuts only what is wider than a line", () => {
    expect(breakLines("共 12,345.60 元", 10, perCharacter)).toEqual(["共", "12,345.60", "元"]);
    expect(breakLines("give to whom it helps", 9, perCharacter)).toEqual(["give to", "whom it", "helps"]);
    expect(breakLines("abcdefghij", 4, perCharacter)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("begins a new line where the text does, and keeps an empty text as one empty line", () => {
    expect(breakLines("一\n\n二", 5, perCharacter)).toEqual(["一", "", "二"]);
    expect(breakLines("", 5, perCharacter)).toEqual([""]);
  });
});

describe("the typeface", () => {
  it("has the characters of Chinese names, rare ones too, and sets them as wide as high", () => {
    for (const character of "张喆镕堃㐂𬱖é") {
      expect(documentTypeface("regular").glyphOf(character.codePointAt(0) ?? 0), character).toBeGreaterThan(
        0,
      );
    }
    expect(textWidth("善善", 10, "regular")).toBeCloseTo(20, 5);
    expect(documentTypeface("bold").glyphOf(0x1f600)).toBe(0);
  });

  it("gives a font of few glyphs, the parts of accented letters among them", () => {
    const font = documentTypeface("regular");
    const accented = font.glyphOf("é".codePointAt(0) ?? 0);
    const subset = font.subset([0, accented]);
    expect(subset.length).toBeLessThan(8_000);
    expect(subset.readUInt32BE(0)).toBe(0x00010000);
  });
});

async function sample(rows: number) {
  const pdf = new PdfDocument({
    title: "一份文书",
    lang: "zh",
    createdAt: new Date("2026-08-24T01:02:03Z"),
    footer: "澄溪县慈善总会",
  });
  pdf.heading(1, "公开募捐方案");
  pdf.paragraph("用途写在这里。");
  pdf.pairs([{ term: "负责人", value: "张喆" }]);
  pdf.heading(2, "预算");
  pdf.table({
    columns: [{ head: "用途" }, { head: "金额（元）", align: "right", width: 90 }],
    rows: Array.from({ length: rows }, (_, index) => [`食材 ${index}`, "1,234.56"]),
    foot: ["合计", "9,999.00"],
  });
  pdf.qr("https://example.org/donations/1", ["扫码看去路"]);
  return pdf.finish();
}

describe("a document", () => {
  it("reads back in order, with its title, its pages and the word of the demo", async () => {
    const bytes = await sample(60);
    const pdf = await getDocumentProxy(new Uint8Array(bytes));
    const { text, totalPages } = await extractText(pdf);
    expect(totalPages).toBe(3);
    expect(text[0]).toMatch(/公开募捐方案[\s\S]*用途写在这里。[\s\S]*负责人\s*张喆[\s\S]*食材 0/);
    expect(text[0]).toContain("演示 · 澄溪县慈善总会");
    expect(text[1]).toContain("第 2 页，共 3 页");
    expect(text[1]).toContain("金额（元）");
    expect(text[2]).toMatch(/合计\s*9,999.00/);
    const { info } = await getMeta(await getDocumentProxy(new Uint8Array(bytes)));
    expect(info).toMatchObject({ Title: "一份文书", Language: "zh-Hans-CN" });
  });

  it("is tagged for screen readers: headings, and a table of rows with their headers", async () => {
    const pdf = await getDocumentProxy(new Uint8Array(await sample(2)));
    const tree = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
    for (const role of ["H1", "H2", "Table", "TR", "TH", "TD", "Figure"]) expect(tree).toContain(`"${role}"`);
    expect((await pdf.getMarkInfo())?.Marked).toBe(true);
  });

  it("gives the same bytes for the same fact, and stays small", async () => {
    const [first, second] = [await sample(3), await sample(3)];
    expect(first.equals(second)).toBe(true);
    expect(first.length).toBeLessThan(60_000);
  });
});

describe("a picture of an SVG", () => {
  it("draws Chinese with the font that is shipped, and a QR code that a telephone reads", async () => {
    const { size, path } = qrPath("https://example.org/donations/1");
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 18}"><rect x="-4" y="-4" width="100%" height="100%" fill="#fff"/><path d="${path}"/><text x="0" y="${size + 10}" font-size="8" font-family="Noto Serif SC">${text}</text></svg>`;
    const { data, info } = await sharp(await svgToPng(svg("善"), 400))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(
      "https://example.org/donations/1",
    );
    expect((await svgToPng(svg("善"), 100)).equals(await svgToPng(svg("明"), 100))).toBe(false);
  });
});
