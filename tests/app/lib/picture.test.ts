import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pictureType, preparePicture } from "#app/lib/picture.server.ts";

/** A flat picture, red on its left half and blue on its right, as a camera or a drawing program writes it. */
async function halves(width: number, height: number) {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: "#d02020" };
  return sharp({ create: { width, height, channels: 3, background: "#2020d0" } }).composite([
    { input: await sharp({ create: half }).png().toBuffer(), left: 0, top: 0 },
  ]);
}

async function copiesOf(bytes: Uint8Array) {
  const prepared = await preparePicture(bytes);
  if (!prepared.ok) throw new Error(prepared.reason);
  return prepared.copies;
}

describe("a picture that somebody sends", () => {
  it("is kept in two widths, upright, without the camera's data and place", async () => {
    const photo = await (await halves(2_000, 1_000))
      .withExif({
        IFD0: { Copyright: "someone" },
        IFD3: { GPSLatitudeRef: "N", GPSLatitude: "29/1 47/1 0/1" },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif?.byteLength).toBeGreaterThan(0);

    const copies = await copiesOf(photo);
    expect(copies.map(({ width, height }) => [width, height])).toEqual([
      [640, 1_280],
      [1_000, 2_000],
    ]);
    for (const copy of copies) {
      const kept = await sharp(copy.content).metadata();
      expect(kept).toMatchObject({ format: "jpeg", width: copy.width, height: copy.height });
      expect([kept.exif, kept.xmp, kept.icc, kept.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(Buffer.from(copy.content).includes("someone")).toBe(false);
    }
    // Turned a quarter to the right, what was left is now above.
    const top = await sharp(copies[0].content)
      .extract({ left: 300, top: 20, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(top[0]).toBeGreaterThan(180);
  });

  it("is never enlarged, loses its transparency to white, and is the same bytes each time", async () => {
    const small = await sharp({
      create: { width: 300, height: 200, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .webp()
      .toBuffer();
    const [copy, ...more] = await copiesOf(small);
    expect([copy.width, copy.height, more.length]).toEqual([300, 200, 0]);
    const [pixel] = await sharp(copy.content)
      .extract({ left: 9, top: 9, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(pixel).toBeGreaterThan(250);
    expect((await copiesOf(small))[0].sha256).toBe(copy.sha256);
  });

  it.each([
    ["an empty file", new Uint8Array(), "empty"],
    [
      "a drawing with a script",
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
      "type-not-allowed",
    ],
    ["a page that calls itself a picture", Buffer.from("<!doctype html>"), "type-not-allowed"],
    ["the head of a picture alone", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), "unreadable"],
    ["more than a telephone writes", new Uint8Array(12 * 1024 * 1024 + 1), "too-large"],
  ])("%s is refused", async (_what, bytes, reason) => {
    expect(await preparePicture(bytes)).toEqual({ ok: false, reason });
  });

  it("is refused where it is broken inside or shows nothing", async () => {
    const whole = await (await halves(800, 600)).png().toBuffer();
    expect(pictureType(whole)).toBe("image/png");
    expect(await preparePicture(whole.subarray(0, whole.byteLength / 2))).toEqual({
      ok: false,
      reason: "unreadable",
    });
    expect(await preparePicture(await (await halves(40, 40)).png().toBuffer())).toEqual({
      ok: false,
      reason: "too-small",
    });
  });
});
