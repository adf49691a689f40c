import { type Algorithm, hash, type Options, verify } from "@node-rs/argon2";

/** Argon2id with OWASP's first recommendation: 19 MiB, two passes, one lane (about 20 ms). */
const OPTIONS: Options = {
  // The enum is declared `const`, which isolated modules cannot read by name.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), OPTIONS);
}

let dummyHash: Promise<string> | undefined;

/**
 * Compares in the same time whether or not there is such an account: without a hash a made-up one is
 * verified, so that the clock does not tell who has an account.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash === null) dummyHash ??= hashPassword("nobody has this password");
  const isRight = await verify(passwordHash ?? (await dummyHash) ?? "", password.normalize("NFKC"));
  return isRight && passwordHash !== null;
}
