import { expect, test } from "vitest";
import { fingerprint, seal, unseal } from "#app/lib/seal.server.ts";

const person = { name: "演示人", idNumber: "110101190001010014" };

test("what is sealed opens in its own place only, and shows nothing of itself", () => {
  const { keyId, sealed } = seal("aid-person:1", person);
  expect(unseal("aid-person:1", keyId, sealed)).toEqual(person);
  expect(() => unseal("aid-person:2", keyId, sealed)).toThrow();
  expect(sealed.includes("110101190001010014")).toBe(false);
});

test("a changed byte or an unknown key is refused", () => {
  const { keyId, sealed } = seal("aid-person:1", person);
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  expect(() => unseal("aid-person:1", keyId, changed)).toThrow();
  expect(() => unseal("aid-person:1", "lost", sealed)).toThrow(/among CREDENTIAL_KEYS/);
});

test("the same value is never sealed alike, and its fingerprint is always the same within one scope", () => {
  expect(seal("a", person).sealed.equals(seal("a", person).sealed)).toBe(false);
  const one = fingerprint("aid", "o1", person.idNumber);
  expect(fingerprint("aid", "o1", person.idNumber).equals(one)).toBe(true);
  expect(fingerprint("aid", "o2", person.idNumber).equals(one)).toBe(false);
  expect(fingerprint("payee", "o1", person.idNumber).equals(one)).toBe(false);
});
