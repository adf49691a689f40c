import { lookup as resolveName } from "node:dns/promises";
import { request as requestPlain } from "node:http";
import { type RequestOptions, request as requestSecure } from "node:https";
import { isIP } from "node:net";
import { isLoopbackIp, isPublicAddress } from "./public-address.ts";

/**
 * What became of a message to somebody else's server: `delivered` (2xx), `status` (another status), `redirect`
 * (3xx, never followed), `timeout`, `dns` (no such name), `address` (leads to a network that is not public),
 * `tls` (certificate not valid), `refused` (nobody listens), `broken` (the connection was cut).
 */
export type OutsideOutcome =
  | "delivered"
  | "status"
  | "redirect"
  | "timeout"
  | "dns"
  | "address"
  | "tls"
  | "refused"
  | "broken";

export interface OutsideAnswer {
  outcome: OutsideOutcome;
  /** Null where none came. */
  status: number | null;
  durationMs: number;
}

export type Resolve = (name: string) => Promise<{ address: string; family: number }[]>;

export interface OutsidePost {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** For the whole exchange. */
  timeoutMs: number;
  /** The machine itself may be addressed, also without TLS: for the demo and for tests alone. */
  isLoopbackAllowed: boolean;
  resolve?: Resolve;
}

/** No answer is read beyond this. */
const MOST_ANSWER_BYTES = 16 * 1024;

/**
 * Posts to an address that a stranger named. The name is resolved once, every address of it is checked, and the
 * connection is made to the one that was checked: a name that answers differently the second time gains nothing.
 * Never throws for what the other side does.
 */
export async function postOutside(post: OutsidePost): Promise<OutsideAnswer> {
  const startedAt = performance.now();
  const url = new URL(post.url);
  const end = AbortSignal.timeout(post.timeoutMs);
  const answered = (outcome: OutsideOutcome, status: number | null = null): OutsideAnswer => ({
    outcome,
    status,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const place = await withinSignal(checkedAddress(url, post), end);
  if (typeof place === "string") return answered(place);
  try {
    const status = await send(url, place, post, end);
    if (status >= 300 && status < 400) return answered("redirect", status);
    return answered(status >= 200 && status < 300 ? "delivered" : "status", status);
  } catch (error) {
    return answered(end.aborted ? "timeout" : outcomeOf(error));
  }
}

type CheckedAddress = { address: string; family: number };

async function checkedAddress(
  url: URL,
  { isLoopbackAllowed, resolve }: OutsidePost,
): Promise<CheckedAddress | "dns" | "address"> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const resolveAll: Resolve = resolve ?? ((name) => resolveName(name, { all: true, verbatim: true }));
  const found =
    isIP(host) > 0
      ? [{ address: host, family: isIP(host) }]
      : await resolveAll(host).catch((error: NodeJS.ErrnoException) => {
          if (error.syscall?.startsWith("getaddrinfo") || error.code?.startsWith("E")) return [];
          throw error;
        });
  const [first] = found;
  if (!first) return "dns";
  if (isLoopbackAllowed && found.every(({ address }) => isLoopbackIp(address))) return first;
  // One private address among public ones is somebody trying.
  if (url.protocol !== "https:" || !found.every(({ address }) => isPublicAddress(address))) return "address";
  return first;
}

function send(url: URL, place: CheckedAddress, post: OutsidePost, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: "POST",
      headers: { ...post.headers, "Content-Length": Buffer.byteLength(post.body) },
      // A connection of its own: one kept open may lead elsewhere by now.
      agent: false,
      signal,
      lookup: (_name, { all }, done) => (all ? done(null, [place]) : done(null, place.address, place.family)),
    };
    const request = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options, (response) => {
      let bytes = 0;
      const finish = () => resolve(response.statusCode ?? 0);
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MOST_ANSWER_BYTES) return;
        finish();
        request.destroy();
      });
      response.on("end", finish);
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(post.body);
  });
}

function outcomeOf(error: unknown): OutsideOutcome {
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? "") : "";
  if (/^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return "tls";
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return "refused";
  return "broken";
}

/** A name server that never answers counts into the time too. */
async function withinSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T | "timeout"> {
  let onAbort: () => void = () => undefined;
  const ended = new Promise<"timeout">((resolve) => {
    onAbort = () => resolve("timeout");
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
