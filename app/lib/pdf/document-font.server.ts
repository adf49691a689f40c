import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readTrueType, type TrueTypeFont } from "#app/lib/pdf/true-type.ts";

export type Weight = "regular" | "bold";

const FILES: Record<Weight, { path: string; name: string }> = {
  regular: { path: "400Regular/NotoSerifSC_400Regular.ttf", name: "NotoSerifSC-Regular" },
  bold: { path: "700Bold/NotoSerifSC_700Bold.ttf", name: "NotoSerifSC-Bold" },
};

const opened = new Map<Weight, { font: TrueTypeFont; file: Buffer }>();

function open(weight: Weight) {
  const known = opened.get(weight);
  if (known) return known;
  const file = readFileSync(
    createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${FILES[weight].path}`),
  );
  const fresh = { font: readTrueType(file), file };
  opened.set(weight, fresh);
  return fresh;
}

/** Noto Serif SC (SIL Open Font License 1.1), opened once per process: 30,928 characters, rare name characters too. */
export function documentTypeface(weight: Weight): TrueTypeFont {
  return open(weight).font;
}

/** The whole font file, for a program that reads fonts by itself. */
export function documentFontFile(weight: Weight): Buffer {
  return open(weight).file;
}

/** The width of a text in points, as it will be set. */
export function textWidth(text: string, size: number, weight: Weight): number {
  const font = documentTypeface(weight);
  let units = 0;
  for (const character of text) units += font.advanceOf(font.glyphOf(character.codePointAt(0) ?? 0));
  return (units * size) / font.unitsPerEm;
}

/** The same typeface in the shape pdfkit asks of a font. It embeds, per document, only the glyphs that are used. */
export function pdfFont(weight: Weight): PDFKit.Mixins.GivenFont {
  const font = documentTypeface(weight);
  const glyph = (codePoint: number) => {
    const id = font.glyphOf(codePoint);
    return { id, advanceWidth: font.advanceOf(id), codePoints: [codePoint] };
  };
  const shape = {
    ...font,
    postscriptName: FILES[weight].name,
    lineGap: 0,
    italicAngle: 0,
    post: { isFixedPitch: false },
    head: { macStyle: { italic: false } },
    getGlyph: (id: number) => ({ id, advanceWidth: font.advanceOf(id) }),
    layout: (text: string) => {
      const glyphs = Array.from(text, (character) => glyph(character.codePointAt(0) ?? 0));
      return {
        glyphs,
        // Fresh objects each time: pdfkit scales them in place.
        positions: glyphs.map(({ advanceWidth }) => ({
          xAdvance: advanceWidth,
          yAdvance: 0,
          xOffset: 0,
          yOffset: 0,
        })),
        advanceWidth: glyphs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0),
      };
    },
    createSubset: () => {
      const places = new Map([[0, 0]]);
      return {
        includeGlyph: (id: number) => {
          const place = places.get(id) ?? places.size;
          places.set(id, place);
          return place;
        },
        encode: () => font.subset([...places.keys()]),
      };
    },
  };
  return shape;
}
