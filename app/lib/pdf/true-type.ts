import { invariant } from "#app/lib/invariant.ts";

/**
 * A TrueType font, read just far enough to set text and to write a font of a few of its glyphs.
 *
 * A general font library takes 20 ms to open a Chinese font of 15 MB for every document and embeds it
 * slowly; here the file is opened once, a glyph is a slice of it, and a subset is a few copied slices.
 * Nothing is shaped: Chinese needs none, and Latin names do without kerning.
 * Tables and their fields: OpenType specification 1.9 (head, hhea, maxp, hmtx, loca, glyf, cmap, OS/2, post).
 */
export interface TrueTypeFont {
  unitsPerEm: number;
  ascent: number;
  descent: number;
  capHeight: number;
  xHeight: number;
  bbox: { minX: number; minY: number; maxX: number; maxY: number };
  /** The glyph of a character; 0 (an empty box) where the font has none. */
  glyphOf: (codePoint: number) => number;
  /** How far a glyph moves the pen, in font units. */
  advanceOf: (glyph: number) => number;
  /** A font file of these glyphs alone, numbered in the order given; glyph 0 must come first. */
  subset: (glyphs: readonly number[]) => Buffer;
}

type Table = { start: number; length: number };

/** Opens a font file. Throws for anything but TrueType outlines with a Unicode character map. */
export function readTrueType(file: Buffer): TrueTypeFont {
  const tables = directoryOf(file);
  const at = (tag: string): number => {
    const table = tables.get(tag);
    invariant(table, `the font has no table ${tag}`);
    return table.start;
  };
  const head = at("head");
  const hhea = at("hhea");
  const os2 = at("OS/2");
  const widths = at("hmtx");
  const longWidths = file.readUInt16BE(hhea + 34);
  const sliceOf = glyphSlices(file, at("loca"), at("glyf"), file.readInt16BE(head + 50));
  const advanceOf = (glyph: number) => file.readUInt16BE(widths + 4 * Math.min(glyph, longWidths - 1));
  return {
    unitsPerEm: file.readUInt16BE(head + 18),
    bbox: {
      minX: file.readInt16BE(head + 36),
      minY: file.readInt16BE(head + 38),
      maxX: file.readInt16BE(head + 40),
      maxY: file.readInt16BE(head + 42),
    },
    ascent: file.readInt16BE(hhea + 4),
    descent: file.readInt16BE(hhea + 6),
    xHeight: file.readInt16BE(os2 + 86),
    capHeight: file.readInt16BE(os2 + 88),
    glyphOf: characterMap(file, at("cmap")),
    advanceOf,
    subset: (glyphs) => writeSubset(file, tables, glyphs, { sliceOf, advanceOf }),
  };
}

function directoryOf(file: Buffer): Map<string, Table> {
  invariant(file.readUInt32BE(0) === 0x00010000, "the font holds TrueType outlines");
  const count = file.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = 12 + 16 * index;
      const tag = file.toString("latin1", entry, entry + 4);
      return [tag, { start: file.readUInt32BE(entry + 8), length: file.readUInt32BE(entry + 12) }];
    }),
  );
}

type SliceOf = (glyph: number) => Buffer;

function glyphSlices(file: Buffer, loca: number, glyf: number, longOffsets: number): SliceOf {
  const offset = (glyph: number) =>
    longOffsets === 1 ? file.readUInt32BE(loca + 4 * glyph) : 2 * file.readUInt16BE(loca + 2 * glyph);
  return (glyph) => file.subarray(glyf + offset(glyph), glyf + offset(glyph + 1));
}

/** Groups of a format-12 map: characters start…end stand at consecutive glyphs; found by halving. */
function characterMap(file: Buffer, cmap: number): (codePoint: number) => number {
  const map = fullMapAt(file, cmap);
  const groups = file.readUInt32BE(map + 12);
  const group = (index: number) => map + 16 + 12 * index;
  return (codePoint) => {
    let low = 0;
    let high = groups - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const start = file.readUInt32BE(group(middle));
      if (codePoint < start) high = middle - 1;
      else if (codePoint > file.readUInt32BE(group(middle) + 4)) low = middle + 1;
      else return file.readUInt32BE(group(middle) + 8) + codePoint - start;
    }
    return 0;
  };
}

function fullMapAt(file: Buffer, cmap: number): number {
  const count = file.readUInt16BE(cmap + 2);
  for (let index = 0; index < count; index += 1) {
    const start = cmap + file.readUInt32BE(cmap + 4 + 8 * index + 4);
    if (file.readUInt16BE(start) === 12) return start;
  }
  throw new Error("the font has no full Unicode character map");
}

const FLAG_WORDS = 0x0001;
const FLAG_SCALE = 0x0008;
const FLAG_MORE = 0x0020;
const FLAG_TWO_SCALES = 0x0040;
const FLAG_MATRIX = 0x0080;

/** Where a composite glyph (é = e + ´) names its parts: byte positions within its slice. */
function partsOf(glyph: Buffer): number[] {
  if (glyph.length === 0 || glyph.readInt16BE(0) >= 0) return [];
  const found: number[] = [];
  let at = 10;
  for (;;) {
    const flags = glyph.readUInt16BE(at);
    found.push(at + 2);
    at += 4 + (flags & FLAG_WORDS ? 4 : 2);
    if (flags & FLAG_SCALE) at += 2;
    else if (flags & FLAG_TWO_SCALES) at += 4;
    else if (flags & FLAG_MATRIX) at += 8;
    if (!(flags & FLAG_MORE)) return found;
  }
}

/** The wanted glyphs and, behind them, the parts that composites among them are drawn from. */
function withParts(glyphs: readonly number[], sliceOf: SliceOf) {
  const all = [...glyphs];
  const places = new Map(all.map((glyph, index) => [glyph, index]));
  const slices: Buffer[] = [];
  for (let index = 0; index < all.length; index += 1) {
    const slice = sliceOf(all[index] ?? 0);
    const parts = partsOf(slice);
    const written = parts.length === 0 ? slice : Buffer.from(slice);
    for (const at of parts) {
      const part = slice.readUInt16BE(at);
      const place = places.get(part) ?? all.length;
      if (place === all.length) {
        all.push(part);
        places.set(part, place);
      }
      written.writeUInt16BE(place, at);
    }
    slices.push(written);
  }
  return { all, slices };
}

function writeSubset(
  file: Buffer,
  tables: Map<string, Table>,
  glyphs: readonly number[],
  { sliceOf, advanceOf }: { sliceOf: SliceOf; advanceOf: (glyph: number) => number },
): Buffer {
  const { all, slices } = withParts(glyphs, sliceOf);
  const copied = (tag: string): Buffer => {
    const table = tables.get(tag);
    return table ? Buffer.from(file.subarray(table.start, table.start + table.length)) : Buffer.alloc(0);
  };
  const head = copied("head");
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  const hhea = copied("hhea");
  hhea.writeUInt16BE(all.length, 34);
  const maxp = copied("maxp");
  maxp.writeUInt16BE(all.length, 4);
  const hmtx = Buffer.alloc(4 * all.length);
  const loca = Buffer.alloc(4 * (all.length + 1));
  let length = 0;
  const padded = slices.map((slice, index) => {
    hmtx.writeUInt16BE(advanceOf(all[index] ?? 0), 4 * index);
    // The left side bearing of a drawn glyph is where its outline begins.
    if (slice.length > 0) hmtx.writeInt16BE(slice.readInt16BE(2), 4 * index + 2);
    length += slice.length + (slice.length % 2);
    loca.writeUInt32BE(length, 4 * (index + 1));
    return slice.length % 2 === 0 ? slice : Buffer.concat([slice, Buffer.alloc(1)]);
  });
  return fontFile([
    ["cvt ", copied("cvt ")],
    ["fpgm", copied("fpgm")],
    ["glyf", Buffer.concat(padded)],
    ["head", head],
    ["hhea", hhea],
    ["hmtx", hmtx],
    ["loca", loca],
    ["maxp", maxp],
    ["prep", copied("prep")],
  ]);
}

/** Tables behind their directory, each on a multiple of four bytes. Checksums stay zero: PDF readers ignore them. */
function fontFile(tables: [tag: string, content: Buffer][]): Buffer {
  const kept = tables.filter(([, content]) => content.length > 0);
  const power = Math.floor(Math.log2(kept.length));
  const directory = Buffer.alloc(12 + 16 * kept.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(kept.length, 4);
  directory.writeUInt16BE(16 * 2 ** power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(16 * (kept.length - 2 ** power), 10);
  let at = directory.length;
  const parts = kept.map(([tag, content], index) => {
    const entry = 12 + 16 * index;
    directory.write(tag, entry, "latin1");
    directory.writeUInt32BE(at, entry + 8);
    directory.writeUInt32BE(content.length, entry + 12);
    const filled = Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    at += filled.length;
    return filled;
  });
  return Buffer.concat([directory, ...parts]);
}
