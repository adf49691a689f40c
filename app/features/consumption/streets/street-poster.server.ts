import { inLang } from "#app/features/funds/fund-text.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { breakLines } from "#app/lib/pdf/break-lines.ts";
import { textWidth } from "#app/lib/pdf/document-font.server.ts";
import { PdfCanvas } from "#app/lib/pdf/pdf-canvas.server.ts";
import { mm, printColours } from "#app/lib/pdf/pdf-page.ts";
import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { streetHref } from "../pages/hrefs.ts";
import { ruleWords } from "../rules/rule-text.ts";
import { loadStreet, type StreetData, type StreetShop } from "./load-street.server.ts";
import { numbersAlong, type PlannedMap, placesOf, planMap } from "./plan-map.ts";

export type PosterSize = "A4" | "A3";

/** Where things stand on an A4 sheet, in points from above; an A3 sheet is the same, larger by the root of two. */
const TITLE_BASELINE = 92;
const MAP_TOP = 158;
const MAP_HEIGHT = 290;
const FOOT_HEIGHT = 118;
const ROW_HEIGHT = 28;
const PIN = 8.5;

/** The shops of a street on one sheet for its doors: map, list, and a code that leads to what was promised and paid. */
export async function streetPoster(
  slug: string | undefined,
  options: { size: PosterSize; lang: Lang; now: Date },
): Promise<{ bytes: Buffer; fileName: string }> {
  const { size, lang, now } = options;
  const data = await loadStreet(slug, now);
  const day = shanghaiDay(now);
  const name = inLang(lang, data.street.name, data.street.nameEn);
  const canvas = new PdfCanvas({
    title: name,
    lang,
    size,
    marginMm: size === "A3" ? 21 : 15,
    // The same day, the same bytes.
    createdAt: startOfShanghaiDay(day),
    author: data.street.organizationName,
  });
  const shops = givingShops(data.shops);
  const sheet = new Sheet(canvas, lang);
  sheet.head(name, shops);
  sheet.map(name, shops);
  sheet.list(shops);
  sheet.foot(data, `${env().PUBLIC_URL}${streetHref(data.street.slug)}`, await filingOf(data), day);
  return { bytes: await canvas.finish(), fileName: `street-${data.street.slug}-${size}.pdf` };
}

/** Only those whose badge hangs: paper stays on the wall. Numbered along the street anew. */
function givingShops(shops: readonly StreetShop[]): StreetShop[] {
  const giving = shops.filter(({ agreements }) => agreements[0]?.standing === "in-force");
  const numbers = numbersAlong(placesOf(giving));
  return giving.map((shop) => ({ ...shop, number: numbers.get(shop.id) ?? null }));
}

/** The filing of the street's campaign, where it has one campaign. */
async function filingOf({ campaigns }: StreetData): Promise<string | null> {
  if (campaigns.length !== 1) return null;
  const [fund] = await db.rows<{ filingNo: string | null }>(
    `select filing_no as "filingNo" from fund where kind = 'consumption' and slug = $1`,
    [campaigns[0]?.slug],
  );
  return fund?.filingNo ?? null;
}

class Sheet {
  readonly #canvas: PdfCanvas;
  readonly #lang: Lang;
  /** 1 on A4. */
  readonly #unit: number;

  constructor(canvas: PdfCanvas, lang: Lang) {
    this.#canvas = canvas;
    this.#lang = lang;
    this.#unit = canvas.width / mm(210);
  }

  get #t() {
    return translator(this.#lang)("streets");
  }

  get #left() {
    return this.#canvas.margin;
  }

  get #width() {
    return this.#canvas.width - 2 * this.#canvas.margin;
  }

  #text(tag: string, text: string, y: number, style: { size: number; bold?: boolean; colour?: string }) {
    const size = style.size * this.#unit;
    const weight = style.bold ? "bold" : "regular";
    this.#canvas.draw(tag, () => {
      this.#canvas.text(text, this.#left, y * this.#unit, { size, weight, colour: style.colour });
    });
  }

  head(name: string, shops: readonly StreetShop[]): void {
    const t = this.#t;
    const asksShoppers = shops.some(({ agreements }) => agreements[0]?.terms.giver === "shopper");
    this.#text("P", t("title"), 56, { size: 12, bold: true, colour: printColours.teal });
    this.#text("H1", name, TITLE_BASELINE, { size: 32, bold: true });
    this.#text("P", t("posterShops", { count: shops.length }), 120, { size: 16 });
    this.#text("P", t(asksShoppers ? "posterFreeUnlessAdded" : "posterFree"), 141, {
      size: 10.5,
      colour: printColours.ink2,
    });
  }

  map(name: string, shops: readonly StreetShop[]): void {
    const map = planMap(placesOf(shops), {
      width: this.#width,
      maxHeight: MAP_HEIGHT * this.#unit,
      pin: PIN * this.#unit,
    });
    if (!map) return;
    const top = MAP_TOP * this.#unit + (MAP_HEIGHT * this.#unit - map.height) / 2;
    this.#canvas.draw(
      "Figure",
      () => this.#drawMap(map, name, this.#left, top),
      this.#t("posterMap", { name }),
    );
  }

  #drawMap(map: PlannedMap, name: string, left: number, top: number): void {
    const canvas = this.#canvas;
    const at = { x: left, y: top };
    const { x1, y1, x2, y2 } = map.road;
    const road = `M${x1} ${y1}L${x2} ${y2}`;
    canvas.path(road, at, { stroke: printColours.control, width: map.roadWidth + 1.5 });
    canvas.path(road, at, { stroke: printColours.wash, width: map.roadWidth });
    for (const pin of map.pins) {
      canvas.path(`M${pin.x} ${pin.y}L${pin.labelX} ${pin.labelY}`, at, {
        stroke: printColours.control,
        width: 0.8,
      });
      canvas.path(circle(pin.x, pin.y, 2 * this.#unit), at, { fill: printColours.ink });
    }
    for (const pin of map.pins) this.#pin(pin.number, left + pin.labelX, top + pin.labelY);
    this.#northAndScale(map, left, top);
    canvas.text(name, left + map.width, top + map.height - 4 * this.#unit, {
      ...{ size: 8 * this.#unit, weight: "bold", colour: printColours.ink2, align: "right" },
    });
  }

  #pin(number: number, x: number, y: number): void {
    this.#canvas.path(circle(0, 0, PIN * this.#unit), { x, y }, { fill: printColours.teal });
    const size = 8.5 * this.#unit;
    this.#canvas.text(String(number), x, y + size * 0.36, {
      ...{ size, weight: "bold", colour: printColours.white, align: "center" },
    });
  }

  #northAndScale(map: PlannedMap, left: number, top: number): void {
    const canvas = this.#canvas;
    const unit = this.#unit;
    const north = {
      x: left + map.width - 16 * unit,
      y: top + 16 * unit,
      turn: map.northDegrees,
      scale: unit,
    };
    canvas.path("M0-12 5 4 0 1-5 4z", north, { fill: printColours.ink });
    const note = { size: 7.5 * unit, colour: printColours.ink2 };
    canvas.text(this.#t("north"), north.x, north.y + 16 * unit, { ...note, align: "center" });
    const y = top + map.height - 4 * unit;
    const bar = `M0-5v5h${map.scale.length}v-5`;
    canvas.path(bar, { x: left, y }, { stroke: printColours.ink, width: 1 });
    canvas.text(this.#t("metres", { metres: map.scale.metres }), left + map.scale.length + 5 * unit, y, note);
  }

  /** Two columns, or three for a long street, in the order of the numbers; what has no room is counted. */
  list(shops: readonly StreetShop[]): void {
    const unit = this.#unit;
    const top = (MAP_TOP + MAP_HEIGHT + 18) * unit;
    const bottom = this.#canvas.height - (FOOT_HEIGHT + 20) * unit;
    const perColumn = Math.floor((bottom - top) / (ROW_HEIGHT * unit));
    const columns = shops.length > 2 * perColumn ? 3 : 2;
    const shown = shops.slice(0, perColumn * columns);
    const rows = Math.ceil(shown.length / columns);
    const columnWidth = this.#width / columns;
    shown.forEach((shop, index) => {
      const x = this.#left + Math.floor(index / rows) * columnWidth;
      const y = top + (index % rows) * ROW_HEIGHT * unit;
      this.#canvas.draw("P", () => this.#shop(shop, x, y, columnWidth - 12 * unit));
    });
    if (shown.length < shops.length)
      this.#text("P", this.#t("posterMore", { count: shops.length - shown.length }), bottom / unit + 4, {
        ...{ size: 8.5, colour: printColours.ink2 },
      });
  }

  #shop(shop: StreetShop, x: number, y: number, width: number): void {
    const unit = this.#unit;
    const lang = this.#lang;
    const indent = 20 * unit;
    const bold = { size: 10 * unit, weight: "bold" } as const;
    const number = shop.number === null ? "·" : String(shop.number);
    this.#canvas.text(number, x, y, { ...bold, colour: printColours.teal });
    const name = fitting(inLang(lang, shop.name, shop.nameEn), width - indent, bold.size);
    this.#canvas.text(name, x + indent, y, bold);
    const [agreement] = shop.agreements;
    const rule = agreement ? ruleWords(agreement.terms, lang) : "";
    const size = 8.5 * unit;
    this.#canvas.text(fitting(rule, width - indent, size), x + indent, y + 12 * unit, {
      ...{ size, colour: printColours.ink2 },
    });
  }

  foot({ street }: StreetData, address: string, filingNo: string | null, day: string): void {
    const t = this.#t;
    const unit = this.#unit;
    const canvas = this.#canvas;
    const side = 82 * unit;
    const top = canvas.height - FOOT_HEIGHT * unit;
    canvas.artifact(() => canvas.rule(this.#left, top - 8 * unit, this.#width, 0.8, printColours.line));
    canvas.draw("Figure", () => canvas.qr(address, this.#left, top, side), address);
    const x = this.#left + side + 14 * unit;
    const organization = inLang(this.#lang, street.organizationName, street.organizationNameEn);
    const foot = filingNo
      ? t("posterFoot", { organization, filingNo, day })
      : t("posterFootPlain", { organization, day });
    const demo = env().DEMO ? `${translator(this.#lang)("pdf")("demo")} · ` : "";
    const line = (text: string, y: number, size: number, colour: string) =>
      canvas.draw("P", () => {
        const room = this.#left + this.#width - x;
        canvas.text(fitting(text, room, size * unit), x, top + y * unit, { size: size * unit, colour });
      });
    line(t("posterScan"), 34, 13, printColours.ink);
    line(address, 52, 8.5, printColours.ink2);
    line(`${demo}${foot}`, 70, 8.5, printColours.ink3);
  }
}

const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** The first line of a text that fits, with an ellipsis where something is left out. */
function fitting(text: string, width: number, size: number): string {
  const measure = (part: string) => textWidth(part, size, "regular");
  if (measure(text) <= width) return text;
  const [line = ""] = breakLines(text, width - size, measure);
  return `${line}…`;
}
