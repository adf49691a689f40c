import { crc32, deflateSync } from "node:zlib";

/** Small files that look like what a charity keeps. Each says that it is invented. */

const hex = (text: string): string =>
  [...text].map((sign) => (sign.codePointAt(0) ?? 63).toString(16).padStart(4, "0")).join("");

/** One page in a font that every reader of Chinese PDF has. */
export function pdfFile(lines: readonly string[]): Uint8Array {
  const content = [
    "BT",
    "/F1 16 Tf",
    "56 760 Td",
    "26 TL",
    ...lines.map((line) => `<${hex(line)}> Tj T*`),
    "ET",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) file += `${String(at).padStart(10, "0")} 00000 n \n`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** A stand-in for a photograph: hills under a sky. It names its payment, so that no two are one file. */
export function pngFile(shape: number, paymentId: string): Uint8Array {
  const [width, height] = [240, 150];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const far = 66 + 18 * Math.sin((x + shape * 13) / 31) + 7 * Math.sin((x + shape * 29) / 11);
      const near = 106 + 14 * Math.sin((x + shape * 41) / 43);
      const colour =
        y > near ? [94, 122, 96] : y > far ? [148, 168, 150] : [232, 226, 212 - Math.floor(y / 6)];
      rows.set(colour, y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("tEXt", Buffer.from(`Comment\0demo, invented, ${paymentId}`, "latin1")),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Signed lists by village: how many, never who. */
export function listFile(title: string, people: number, units: readonly string[]): Uint8Array {
  const share = Math.floor(people / units.length);
  const lines = units.map(
    (unit, at) => `${unit},${at === 0 ? people - share * (units.length - 1) : share},已签收`,
  );
  return new TextEncoder().encode(
    `\uFEFF${title}（演示，内容是虚构的）,,\r\n村,人数,状态\r\n${lines.join("\r\n")}\r\n`,
  );
}
