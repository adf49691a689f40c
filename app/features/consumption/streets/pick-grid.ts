import type { Place } from "./plan-map.ts";

/** A square of ground, north up, on which somebody points at a place: a pixel is a metre. */
export interface PickGrid {
  /** The middle, in millionths of a degree. */
  latitudeE6: number;
  longitudeE6: number;
  /** East and south of the middle, in metres. */
  own: { x: number; y: number } | null;
  neighbours: { x: number; y: number }[];
}

/** Pixels, and metres, on a side; narrow enough for a phone. */
export const GRID_SIDE = 340;
export const GRID_SQUARE = 20;
const METRES_PER_DEGREE = 111_320;

/** Around the shop itself, else around the shops near it; null where none has a place. */
export function gridOf(
  shop: { latitudeE6: number | null; longitudeE6: number | null },
  neighbours: readonly Place[],
): PickGrid | null {
  const own =
    shop.latitudeE6 === null || shop.longitudeE6 === null
      ? null
      : { latitudeE6: shop.latitudeE6, longitudeE6: shop.longitudeE6 };
  const middle = own ?? middleOf(neighbours);
  if (!middle) return null;
  const onGrid = ({ latitudeE6, longitudeE6 }: { latitudeE6: number; longitudeE6: number }) => ({
    x: Math.round(
      ((longitudeE6 - middle.longitudeE6) / 1e6) * METRES_PER_DEGREE * shrinkAt(middle.latitudeE6),
    ),
    y: Math.round(((middle.latitudeE6 - latitudeE6) / 1e6) * METRES_PER_DEGREE),
  });
  const half = GRID_SIDE / 2;
  return {
    ...middle,
    own: own && onGrid(own),
    neighbours: neighbours.map(onGrid).filter(({ x, y }) => Math.abs(x) < half && Math.abs(y) < half),
  };
}

/**
 * The place of a press at these pixels from the grid's upper left corner. A button pressed from the keyboard sends 0, 0:
 * that points nowhere, and null is the answer, as for anything that is no pixel of the grid.
 */
export function pointOnGrid(
  grid: Pick<PickGrid, "latitudeE6" | "longitudeE6">,
  typedX: string | undefined,
  typedY: string | undefined,
): { latitudeE6: number; longitudeE6: number } | null {
  const [x, y] = [pixelOf(typedX), pixelOf(typedY)];
  if (x === null || y === null || (x === 0 && y === 0)) return null;
  const east = x - GRID_SIDE / 2;
  const south = y - GRID_SIDE / 2;
  return {
    latitudeE6: grid.latitudeE6 - Math.round((south / METRES_PER_DEGREE) * 1e6),
    longitudeE6: grid.longitudeE6 + Math.round((east / METRES_PER_DEGREE / shrinkAt(grid.latitudeE6)) * 1e6),
  };
}

function pixelOf(typed: string | undefined): number | null {
  if (typed === undefined || !/^\d{1,4}$/.test(typed)) return null;
  const pixel = Number(typed);
  return pixel <= GRID_SIDE ? pixel : null;
}

function shrinkAt(latitudeE6: number): number {
  return Math.cos((latitudeE6 / 1e6) * (Math.PI / 180));
}

function middleOf(places: readonly Place[]): { latitudeE6: number; longitudeE6: number } | null {
  if (places.length === 0) return null;
  const mean = (values: number[]) =>
    Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    latitudeE6: mean(places.map(({ latitudeE6 }) => latitudeE6)),
    longitudeE6: mean(places.map(({ longitudeE6 }) => longitudeE6)),
  };
}

/** The grid as a picture of its own: a form's image button shows it, so that pointing needs no script. */
export function gridSvg(grid: PickGrid): string {
  const half = GRID_SIDE / 2;
  const lines: string[] = [];
  for (let at = half % GRID_SQUARE; at <= GRID_SIDE; at += GRID_SQUARE)
    lines.push(`M${at} 0V${GRID_SIDE}M0 ${at}H${GRID_SIDE}`);
  const dot = ({ x, y }: { x: number; y: number }, style: string) =>
    `<circle cx="${half + x}" cy="${half + y}" r="5" ${style}/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${GRID_SIDE}" height="${GRID_SIDE}" viewBox="0 0 ${GRID_SIDE} ${GRID_SIDE}">`,
    `<rect width="${GRID_SIDE}" height="${GRID_SIDE}" fill="#fff"/>`,
    `<path d="${lines.join("")}" stroke="#e2ded2" fill="none"/>`,
    `<path d="M${GRID_SIDE - 20} 36V12m-5 7 5-8 5 8" stroke="#1a2320" stroke-width="1.6" fill="none"/>`,
    ...grid.neighbours.map((place) => dot(place, 'fill="#46514d"')),
    grid.own ? dot(grid.own, 'fill="#fff" stroke="#0a5c50" stroke-width="3"') : "",
    "</svg>",
  ].join("");
}
