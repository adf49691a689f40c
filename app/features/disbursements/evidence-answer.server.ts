import type { EvidenceFile } from "./queries.server.ts";

/**
 * A file of evidence as a download. Whatever it holds, a browser neither runs nor guesses: it is an
 * attachment of a fixed type, in a sandbox without anything allowed.
 */
export function evidenceAnswer(file: EvidenceFile, cacheControl: string): Response {
  const plain = file.fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return new Response(new Uint8Array(file.content), {
    headers: {
      "Content-Type": file.mediaType,
      "Content-Length": String(file.content.byteLength),
      "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": cacheControl,
    },
  });
}
