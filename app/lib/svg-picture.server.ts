import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import subsetFont from "subset-font";
import { documentFontFile, type Weight } from "#app/lib/pdf/document-font.server.ts";

let ready: Promise<void> | null = null;

async function loadRenderer(): Promise<void> {
  await initWasm(readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
}

/**
 * Draws an SVG as a PNG with the font of the printed documents ("Noto Serif SC", weights 400 and 700),
 * the same on every machine: no font of the system is looked at.
 */
export async function svgToPng(svg: string, widthPixels: number): Promise<Buffer> {
  ready ??= loadRenderer();
  await ready;
  const weights: Weight[] = ["regular", "bold"];
  // The renderer reads a font anew for every picture: it is given only the characters of this one.
  const fontBuffers = await Promise.all(
    weights.map((weight) => subsetFont(documentFontFile(weight), svg, { targetFormat: "truetype" })),
  );
  const picture = new Resvg(svg, {
    fitTo: { mode: "width", value: widthPixels },
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: "Noto Serif SC" },
  });
  return Buffer.from(picture.render().asPng());
}
