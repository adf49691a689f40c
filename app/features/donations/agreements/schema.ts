import { z } from "zod";

/** The forms about an agreement. Messages are keys of the `agreements` dictionary. */
const needed = (max: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(max, "errTooLong");
const optionalText = (max: number) => z.string().trim().max(max, "errTooLong").default("");

/** The eighteen characters of GB 32100, without I, O, S, V and Z. */
const USCC = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

export const askSchema = z.object({
  partyName: needed(100, "errPartyName"),
  partyUscc: optionalText(18)
    .transform((text) => text.toUpperCase())
    .refine((text) => text === "" || USCC.test(text), "errUscc")
    .transform((text) => text || null),
  wishes: optionalText(500),
});

const versionSeen = z.coerce
  .number("errAttempt")
  .int("errAttempt")
  .min(0, "errAttempt")
  .max(1000, "errAttempt");

export const draftSchema = z.object({
  /** The version that the form was made from: a later one in between is not overwritten unseen. */
  seen: versionSeen,
  use: needed(500, "errUse"),
  deliverOn: z
    .string("errDeliverOn")
    .regex(/^\d{4}-\d{2}-\d{2}$/, "errDeliverOn")
    .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), "errDeliverOn"),
  otherTerms: optionalText(2000),
  changeReason: optionalText(300),
});

export const confirmSchema = z.object({ seen: versionSeen.pipe(z.number().min(1, "errAttempt")) });
/** The donor writes the name again as a signature. */
export const signSchema = confirmSchema.extend({ signature: needed(100, "errSignature") });
