/** Millimetres in points, the unit of every position in a PDF. */
export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4;
}

export type PageSize = "A3" | "A4" | "A4-landscape" | "A5" | "A5-landscape";

const SIZES: Record<PageSize, [width: number, height: number]> = {
  A3: [mm(297), mm(420)],
  A4: [mm(210), mm(297)],
  "A4-landscape": [mm(297), mm(210)],
  A5: [mm(148), mm(210)],
  "A5-landscape": [mm(210), mm(148)],
};

/** Width and height in points. */
export function pageSize(size: PageSize): [width: number, height: number] {
  return SIZES[size];
}

/** The colours of the site's printed documents (look: ink on white, one teal, red for what is void). */
export const printColours = {
  ink: "#1a2320",
  ink2: "#46514d",
  ink3: "#5b6661",
  line: "#c6c1b2",
  control: "#8b918b",
  teal: "#0a5c50",
  tealWash: "#e5f0ec",
  paper: "#fbfaf5",
  wash: "#f3f1e9",
  white: "#ffffff",
  red: "#a1281c",
} as const;
export type PrintColour = (typeof printColours)[keyof typeof printColours];
