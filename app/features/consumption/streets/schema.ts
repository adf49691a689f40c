import { z } from "zod";

/** Messages are keys of the dictionary `streets`. */
const line = (most: number, message: string) => z.string(message).trim().min(1, message).max(most, message);
const optionalLine = (most: number, message: string) =>
  z.string(message).trim().max(most, message).default("");

export const streetSchema = z.object({
  name: line(60, "error_name"),
  nameEn: optionalLine(80, "error_nameEn"),
  lead: optionalLine(200, "error_lead"),
  leadEn: optionalLine(200, "error_lead"),
  divisionCode: z.string("error_division").regex(/^\d{6,12}$/, "error_division"),
});
export type StreetFacts = z.infer<typeof streetSchema>;

/** Of a street's page; given once. */
export const slugSchema = z
  .string("error_slug")
  .trim()
  .regex(/^(?=.{3,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/, "error_slug");

/** Degrees as people copy them from a map, in millionths; full-width digits and dots are understood. */
const degrees = (least: number, most: number, message: string) =>
  z
    .string(message)
    .transform((typed) => typed.normalize("NFKC").replaceAll("。", ".").trim())
    .pipe(z.string().regex(/^(?:|\d{1,3}(?:\.\d{1,8})?)$/, message))
    .transform((typed) => (typed === "" ? null : Math.round(Number(typed) * 1e6)))
    .refine((e6) => e6 === null || (e6 >= least * 1e6 && e6 <= most * 1e6), message)
    .prefault("");

/** The whole of China, islands included: what is outside was typed in the wrong order. */
const CHINA = { south: 3, north: 54, west: 73, east: 136 } as const;

export const placeSchema = z
  .object({
    latitude: degrees(CHINA.south, CHINA.north, "error_latitude"),
    longitude: degrees(CHINA.west, CHINA.east, "error_longitude"),
  })
  .refine(({ latitude, longitude }) => (latitude === null) === (longitude === null), {
    message: "error_half-place",
    path: ["longitude"],
  });

export const shopSchema = z.intersection(
  z.object({
    name: line(60, "error_name"),
    nameEn: optionalLine(80, "error_nameEn"),
    address: optionalLine(120, "error_address"),
  }),
  placeSchema,
);
export type ShopFacts = z.infer<typeof shopSchema>;

/** `119691234` → `"119.691234"`, as a form shows it. */
export function degreesText(e6: number | null): string {
  return e6 === null ? "" : (e6 / 1e6).toFixed(6);
}
