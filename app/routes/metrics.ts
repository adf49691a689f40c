import { createHash, timingSafeEqual } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { clientAddressOf, isLoopbackAddress } from "#app/lib/client-address.ts";
import { env } from "#app/lib/env.server.ts";
import { metricsText } from "#app/lib/metrics.server.ts";

/** For Prometheus on the same machine, or with METRICS_TOKEN from elsewhere. For all others it does not exist. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!isLoopbackAddress(clientAddressOf(context)) && !hasToken(request)) {
    throw new Response(null, { status: 404 });
  }
  const now = new Date();
  const { type, text } = await metricsText(now, () => readWaiting(null, now));
  return new Response(text, { headers: { "Content-Type": type, "Cache-Control": "no-store" } });
}

function hasToken(request: Request): boolean {
  const expected = env().METRICS_TOKEN;
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (expected === undefined || given === undefined) return false;
  return timingSafeEqual(digest(expected), digest(given));
}

/** Equal lengths, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
