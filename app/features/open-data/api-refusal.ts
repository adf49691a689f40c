import { API_OPERATIONS } from "./openapi.ts";

const PREFIX = "/api/v1";
const READS = ["GET", "HEAD"];

/** Every address of the API with what it takes; the document itself is one of them. */
const ADDRESSES: readonly { parts: string[]; methods: readonly string[] }[] = [
  { parts: ["", "openapi.json"], methods: READS },
  ...API_OPERATIONS.map(({ method, path }) => ({
    parts: path.split("/"),
    methods: method === "get" ? READS : ["POST"],
  })),
];

/**
 * Why a request below /api cannot be one of the API's operations, before it reaches a route: an address that
 * the document does not know, or a method that it does not have. Null where a route shall answer.
 */
export function apiRefusal(
  method: string,
  path: string,
): { kind: "not-found"; allow?: undefined } | { kind: "method-not-allowed"; allow: string[] } | null {
  const parts = path.startsWith(`${PREFIX}/`)
    ? path.slice(PREFIX.length).replace(/\/$/, "").split("/")
    : null;
  const known = ADDRESSES.filter(
    (address) =>
      address.parts.length === parts?.length &&
      address.parts.every((part, at) => (part.startsWith("{") ? parts[at] !== "" : part === parts[at])),
  );
  if (known.length === 0) return { kind: "not-found" };
  const allow = [...new Set(known.flatMap(({ methods }) => methods))];
  return allow.includes(method) ? null : { kind: "method-not-allowed", allow };
}
