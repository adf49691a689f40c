import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** An RSA private key as charities paste it: PEM or bare base64, PKCS#1 or PKCS#8. Null if it is none. */
export function readPrivateKey(text: string): KeyObject | null {
  const der = derOf(text);
  for (const type of ["pkcs8", "pkcs1"] as const) {
    const key = attempt(() => createPrivateKey({ key: der, format: "der", type }));
    if (key?.asymmetricKeyType === "rsa") return key;
  }
  return null;
}

/** An RSA public key: PEM or bare base64 of SPKI. Null if it is none. */
export function readPublicKey(text: string): KeyObject | null {
  const key = attempt(() => createPublicKey({ key: derOf(text), format: "der", type: "spki" }));
  return key?.asymmetricKeyType === "rsa" ? key : null;
}

/** Whether the second is the public half of the first: the classic mistake of pasting one's own key. */
export function isOwnPublicKey(privateKey: KeyObject, publicKey: KeyObject): boolean {
  return createPublicKey(privateKey).equals(publicKey);
}

function derOf(text: string): Buffer {
  return Buffer.from(text.replace(/-----[^-]+-----/g, "").replace(/\s+/g, ""), "base64");
}

function attempt(read: () => KeyObject): KeyObject | null {
  try {
    return read();
  } catch {
    return null;
  }
}
