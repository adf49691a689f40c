import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";

const signAsync = promisify<string, Buffer, string, Buffer>(sign);
const verifyAsync = promisify<string, Buffer, KeyObject, Buffer, boolean>(verify);
const publicKeys = new Map<string, KeyObject>();

/** RSA2: SHA-256 with RSA, PKCS#1 v1.5, base64. */
export async function rsa2Sign(text: string, privateKeyPem: string): Promise<string> {
  return (await signAsync("RSA-SHA256", Buffer.from(text, "utf8"), privateKeyPem)).toString("base64");
}

export async function rsa2Verify(text: string, signature: string, publicKeyPem: string): Promise<boolean> {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  const known = publicKeys.get(publicKeyPem) ?? createPublicKey(publicKeyPem);
  publicKeys.set(publicKeyPem, known);
  return verifyAsync("RSA-SHA256", Buffer.from(text, "utf8"), known, Buffer.from(signature, "base64"));
}

/** The text that a request signs: every parameter but `sign`, without empty values, sorted; sign_type stays in. */
export function requestText(params: Record<string, string>): string {
  return joined(params, (name, value) => name !== "sign" && value !== "");
}

/** The text that a notification or a return signs: sign and sign_type are left out. */
export function notificationText(params: Record<string, string>): string {
  return joined(params, (name) => name !== "sign" && name !== "sign_type");
}

function joined(params: Record<string, string>, keep: (name: string, value: string) => boolean): string {
  const pairs = Object.entries(params).filter(([name, value]) => keep(name, value));
  pairs.sort(([left], [right]) => (left < right ? -1 : 1));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

/** Adds sign_type and sign to a message from Alipay to a merchant. */
export async function signedMessage(
  params: Record<string, string>,
  privateKeyPem: string,
): Promise<Record<string, string>> {
  const sign = await rsa2Sign(notificationText(params), privateKeyPem);
  return { ...params, sign_type: "RSA2", sign };
}
