declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    /** Who connected, behind as many proxies as TRUST_PROXY names. For limits and /metrics, never for pages. */
    clientAddress?: string;
  }
}

/** The caller's address, or "unknown" where the server did not hand one over. */
export function clientAddressOf(context: { clientAddress?: string } | undefined): string {
  return context?.clientAddress ?? "unknown";
}

export function isLoopbackAddress(address: string): boolean {
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain === "::1" || plain === "localhost" || plain.startsWith("127.");
}
