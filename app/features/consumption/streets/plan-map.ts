/** A place on the earth in millionths of a degree (WGS 84). */
export interface Place {
  id: string;
  latitudeE6: number;
  longitudeE6: number;
}

/** Those that have a place on the map. */
export function placesOf<Row extends { id: string; latitudeE6: number | null; longitudeE6: number | null }>(
  rows: readonly Row[],
): (Row & Place)[] {
  return rows.flatMap((row) =>
    row.latitudeE6 === null || row.longitudeE6 === null
      ? []
      : [{ ...row, latitudeE6: row.latitudeE6, longitudeE6: row.longitudeE6 }],
  );
}

export interface MapFrame {
  /** In the units of the drawing: pixels on a page, points on paper. */
  width: number;
  /** The drawing is at most this high. */
  maxHeight: number;
  /** Radius of a numbered pin. */
  pin: number;
}

export interface MapPin {
  id: string;
  /** Along the street, from 1. */
  number: number;
  /** Where the shop is. */
  x: number;
  y: number;
  /** Where its number stands, joined to it by a short line. */
  labelX: number;
  labelY: number;
}

export interface PlannedMap {
  width: number;
  /** With a strip at the foot, free of shops, for the scale and the street's name. */
  height: number;
  /** Ends of the street. */
  road: { x1: number; y1: number; x2: number; y2: number };
  /** Width of the street as it is drawn. */
  roadWidth: number;
  pins: MapPin[];
  /** A round length and how long it is drawn. */
  scale: { metres: number; length: number };
  /** Where north is, in degrees clockwise from up. */
  northDegrees: 0 | 90;
}

interface Point {
  x: number;
  y: number;
}

/** Metres in a degree of latitude; of longitude it is this times the cosine of the latitude. */
const METRES_PER_DEGREE = 111_320;
/** A street of one shop is drawn as long as this. */
const SHORTEST_METRES = 80;

/**
 * Draws a street from the coordinates of its shops alone: a local plane about their middle, turned by a quarter if
 * the street then lies along the frame, a straight line fitted through them, and numbers that do not cover each other.
 * The same shops in any order give the same drawing. Null without a shop that has a place.
 */
export function planMap(places: readonly Place[], frame: MapFrame): PlannedMap | null {
  if (places.length === 0) return null;
  const plane = projected(places);
  const isUpright = frame.maxHeight > frame.width;
  const axis = axisOf(plane);
  // The long side of the street along the long side of the frame.
  const isTurned = isUpright ? Math.abs(axis.x) > Math.abs(axis.y) : Math.abs(axis.y) > Math.abs(axis.x);
  const points = isTurned ? plane.map(({ x, y }) => ({ x: -y, y: x })) : plane;
  return drawn(places, points, isTurned ? 90 : 0, frame);
}

/** The drawing for a page beside a list, and the one for a phone, which stands upright. */
export const WIDE_FRAME: MapFrame = { width: 640, maxHeight: 440, pin: 14 };
export const TALL_FRAME: MapFrame = { width: 358, maxHeight: 620, pin: 14 };

/** The order of the shops along the street, from 1: the numbers of the map are those of the list. */
export function numbersAlong(places: readonly Place[]): Map<string, number> {
  return new Map((planMap(places, WIDE_FRAME)?.pins ?? []).map(({ id, number }) => [id, number]));
}

function drawn(
  places: readonly Place[],
  points: readonly Point[],
  northDegrees: 0 | 90,
  frame: MapFrame,
): PlannedMap {
  const { middle, axis, alongs } = lineThrough(points);
  const reach = Math.max(SHORTEST_METRES / 2, ...alongs.map(Math.abs)) * 1.08;
  const ends = [-reach, reach].map((along) => ({
    x: middle.x + axis.x * along,
    y: middle.y + axis.y * along,
  }));
  const margin = frame.pin * 3.4;
  const strip = frame.pin * 1.6;
  const all = [...points, ...ends];
  const box = boxOf(all);
  const room = { width: frame.width - 2 * margin, height: frame.maxHeight - strip - 2 * margin };
  const unit = Math.min(room.width / Math.max(box.width, 1), room.height / Math.max(box.height, 1));
  const height = Math.min(frame.maxHeight - strip, Math.ceil(box.height * unit + 2 * margin));
  const shift = { x: (frame.width - box.width * unit) / 2, y: (height - box.height * unit) / 2 };
  const at = ({ x, y }: Point): Point => ({
    x: round(shift.x + (x - box.left) * unit),
    y: round(shift.y + (y - box.top) * unit),
  });
  const [from, to] = ends.map(at) as [Point, Point];
  const order = points
    .map((point, index) => ({ id: places[index]?.id ?? "", along: alongs[index] ?? 0, ...at(point) }))
    .sort((a, b) => a.along - b.along || (a.id < b.id ? -1 : 1));
  const roadWidth = frame.pin * 1.2;
  return {
    width: frame.width,
    height: round(height + strip),
    road: { x1: from.x, y1: from.y, x2: to.x, y2: to.y },
    roadWidth,
    pins: withLabels(order, { from, to, roadWidth }, { width: frame.width, height, pin: frame.pin }),
    scale: scaleBar(unit, frame.width),
    northDegrees,
  };
}

/** East and south in metres from the middle of the places. */
function projected(places: readonly Place[]): Point[] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const latitude = mean(places.map(({ latitudeE6 }) => latitudeE6));
  const longitude = mean(places.map(({ longitudeE6 }) => longitudeE6));
  const shrink = Math.cos((latitude / 1e6) * (Math.PI / 180));
  return places.map(({ latitudeE6, longitudeE6 }) => ({
    x: ((longitudeE6 - longitude) / 1e6) * METRES_PER_DEGREE * shrink,
    y: ((latitude - latitudeE6) / 1e6) * METRES_PER_DEGREE,
  }));
}

/** The direction in which the points lie widest (the first principal axis), to the right or, if upright, down. */
function axisOf(points: readonly Point[]): Point {
  const { xx, yy, xy } = spreadOf(points);
  if (xx === 0 && yy === 0) return { x: 1, y: 0 };
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const axis = { x: Math.cos(angle), y: Math.sin(angle) };
  return axis.x < -1e-9 || (Math.abs(axis.x) <= 1e-9 && axis.y < 0) ? { x: -axis.x, y: -axis.y } : axis;
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function spreadOf(points: readonly Point[]): { xx: number; yy: number; xy: number } {
  const middle = middleOf(points);
  return points.reduce(
    (sum, { x, y }) => ({
      xx: sum.xx + (x - middle.x) ** 2,
      yy: sum.yy + (y - middle.y) ** 2,
      xy: sum.xy + (x - middle.x) * (y - middle.y),
    }),
    { xx: 0, yy: 0, xy: 0 },
  );
}

/** The line with the least squared distance to all points, and how far along it each of them is. */
function lineThrough(points: readonly Point[]): { middle: Point; axis: Point; alongs: number[] } {
  const axis = axisOf(points);
  const centre = middleOf(points);
  const alongs = points.map(({ x, y }) => (x - centre.x) * axis.x + (y - centre.y) * axis.y);
  // Halfway between the outermost shops, so that the street reaches as far beyond the one as beyond the other.
  const half = (Math.min(...alongs) + Math.max(...alongs)) / 2;
  return {
    middle: { x: centre.x + axis.x * half, y: centre.y + axis.y * half },
    axis,
    alongs: alongs.map((along) => along - half),
  };
}

function boxOf(points: readonly Point[]) {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

interface Road {
  from: Point;
  to: Point;
  roadWidth: number;
}

/** Eight directions, tried in turn; the first two are away from the street on the shop's own side and the other. */
const TURNS = [0, 180, 30, -30, 60, -60, 150, -150, 90, -90].map((degrees) => (degrees * Math.PI) / 180);
const RINGS = 14;

/** Gives each number the nearest free place beside the street; numbers never cover each other or the street. */
function withLabels(
  shops: readonly (Point & { id: string })[],
  road: Road,
  frame: { width: number; height: number; pin: number },
): MapPin[] {
  const taken: Point[] = [];
  return shops.map((shop, index) => {
    const others = shops.filter(({ id }) => id !== shop.id);
    const label = freePlace(shop, { road, taken, others }, frame);
    taken.push(label);
    return { id: shop.id, number: index + 1, x: shop.x, y: shop.y, labelX: label.x, labelY: label.y };
  });
}

function freePlace(
  shop: Point,
  { road, taken, others }: { road: Road; taken: readonly Point[]; others: readonly Point[] },
  frame: { width: number; height: number; pin: number },
): Point {
  const { pin } = frame;
  const side = sideOf(shop, road);
  let nearest: Point | null = null;
  for (let ring = 0; ring < RINGS; ring += 1) {
    for (const turn of TURNS) {
      const distance = pin * (1.9 + ring * 0.8);
      const label = {
        x: round(shop.x + Math.cos(side + turn) * distance),
        y: round(shop.y + Math.sin(side + turn) * distance),
      };
      const isAlone = taken.every((other) => distanceOf(label, other) >= 2 * pin + 2);
      if (!isAlone || !isFree(label, frame)) continue;
      // Best beside the street, with no other shop under it.
      const hidesNone = others.every((other) => distanceOf(label, other) >= pin + 3);
      if (hidesNone && distanceToRoad(label, road) >= road.roadWidth / 2 + pin + 1) return label;
      nearest ??= label;
    }
  }
  return nearest ?? { x: shop.x, y: shop.y };
}

/** Inside the drawing, and not in the upper right corner, where north is. */
function isFree(
  { x, y }: Point,
  { width, height, pin }: { width: number; height: number; pin: number },
): boolean {
  const isInside = x >= pin + 1 && x <= width - pin - 1 && y >= pin + 1 && y <= height - pin - 1;
  return isInside && !(x > width - 44 - pin && y < 52 + pin);
}

/** The direction away from the street on the side on which the shop is. */
function sideOf(shop: Point, { from, to }: Road): number {
  const along = Math.atan2(to.y - from.y, to.x - from.x);
  const cross = (to.x - from.x) * (shop.y - from.y) - (to.y - from.y) * (shop.x - from.x);
  return along + (cross >= 0 ? Math.PI / 2 : -Math.PI / 2);
}

function distanceToRoad(point: Point, { from, to }: Road): number {
  const length = distanceOf(from, to);
  const cross = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
  return Math.abs(cross) / length;
}

function distanceOf(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The longest of 1, 2, 5 × 10ⁿ metres that takes at most a fifth of the width. */
function scaleBar(unit: number, width: number): { metres: number; length: number } {
  const most = width / 5 / unit;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((factor) => factor * power <= most) ?? 1) * power;
  return { metres, length: round(metres * unit) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
