import "#app/lib/load-context.ts";
import { Transform } from "node:stream";
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { env } from "#app/lib/env.server.ts";
import { htmlLang } from "#app/lib/i18n.ts";
import { log } from "#app/lib/log.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { type PageRequest, PageRequestContext } from "#app/ui/request-preferences.ts";

const RENDER_LIMIT_MS = 5_000;

/**
 * React 18 fills a chunk up with NUL bytes where a character of several bytes did not fit any more. In an
 * attribute a browser shows them as broken characters, and no page of ours has a NUL of its own.
 */
function withoutPadding(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}

/**
 * Renders a page to its end before the first byte leaves: nothing here is streamed late, so a fault while
 * rendering still becomes a proper status, and the server may keep the bytes.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const url = new URL(request.url);
  const page: PageRequest = {
    ...preferencesOf(request, context),
    path: url.pathname,
    search: url.search,
    nonce: context?.nonce,
    demo: env().DEMO,
  };
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Language", htmlLang(page.lang));
  return new Promise((resolve, reject) => {
    let shown = status;
    let limit: NodeJS.Timeout | undefined;
    const { pipe, abort } = renderToPipeableStream(
      <PageRequestContext.Provider value={page}>
        <RemixServer
          context={remixContext}
          url={request.url}
          abortDelay={RENDER_LIMIT_MS}
          nonce={page.nonce}
        />
      </PageRequestContext.Provider>,
      {
        nonce: page.nonce,
        onAllReady() {
          clearTimeout(limit);
          const body = withoutPadding();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: shown }));
          pipe(body);
        },
        onShellError(error) {
          clearTimeout(limit);
          reject(error);
        },
        onError(error) {
          shown = 500;
          report(request, error);
        },
      },
    );
    limit = setTimeout(abort, RENDER_LIMIT_MS + 1_000);
  });
}

/** Where faults of loaders and actions end up; faults while rendering join them. An unknown address is none. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  report(request, error);
}

function report(request: Request, error: unknown): void {
  // A reader who went away is not a fault.
  if (request.signal.aborted) return;
  log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, "a page failed");
}
