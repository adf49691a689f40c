import { z } from "zod";

/** Messages are keys of the "identity" dictionary. */
export const emailSchema = z
  .string({ error: "errEmail" })
  .transform((text) => text.normalize("NFKC").trim().toLowerCase())
  .pipe(z.email({ error: "errEmail" }).max(254, { error: "errEmail" }));

/** Length alone, as NIST SP 800-63B-4 section 3.1.1.2 asks: no rules about kinds of characters. */
export const newPasswordSchema = z
  .string({ error: "errPasswordShort" })
  .min(10, { error: "errPasswordShort" })
  .max(200, { error: "errPasswordLong" });

export const nameSchema = z
  .string({ error: "errName" })
  .transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim())
  .pipe(z.string().min(1, { error: "errName" }).max(60, { error: "errName" }));

export const signUpSchema = z.object({ name: nameSchema, email: emailSchema, password: newPasswordSchema });
export type SignUp = z.output<typeof signUpSchema>;

export const signInSchema = z.object({
  email: emailSchema,
  password: z
    .string({ error: "errPasswordMissing" })
    .min(1, { error: "errPasswordMissing" })
    .max(200, { error: "errPasswordLong" }),
});

export const linkRequestSchema = z.object({ email: emailSchema });
export const newPasswordFormSchema = z.object({ password: newPasswordSchema });
export const profileSchema = z.object({ name: nameSchema });

export const apiKeyFormSchema = z.object({
  id: z.uuid({ error: "errKeyName" }),
  organizationId: z.string({ error: "errKeyOrganization" }).min(1, { error: "errKeyOrganization" }).max(40),
  name: z
    .string({ error: "errKeyName" })
    .transform((text) => text.trim())
    .pipe(z.string().min(1, { error: "errKeyName" }).max(60, { error: "errKeyName" })),
});
