import { z } from "zod";
import { ENQUIRY_KINDS } from "./answer-rules.ts";

/** One schema for the form and its action; messages are keys of the dictionary `enquiries`. */
export const MOST_WORDS = 2_000;

const words = z
  .string("errWords")
  .transform((text) => text.replace(/\r\n/g, "\n").trim())
  .pipe(z.string().min(1, "errWords").max(MOST_WORDS, "errTooLong"));

const formId = z.uuid("errForm");

export const enquiryFormSchema = z.object({
  formId,
  /** A refund is asked for on the gift's own page. */
  kind: z.enum(ENQUIRY_KINDS).exclude(["refund"], "errKind"),
  words,
  name: z.string().trim().max(50, "errTooLong").default(""),
  email: z
    .string()
    .trim()
    .max(254, "errEmail")
    .default("")
    .refine((text) => text === "" || z.email().safeParse(text).success, "errEmail"),
});

export const messageFormSchema = z.object({ formId, words });
