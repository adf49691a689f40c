import type { LoaderFunctionArgs } from "@remix-run/node";
import { publicBatchOf } from "#app/features/aid/batch-queries.server.ts";
import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import type { PublicDisbursementPageProps } from "./public-page.tsx";
import { batchesOf, evidenceOf, findPublicDisbursement } from "./queries.server.ts";
import { disbursementSources, tracedFenOf } from "./trace-queries.server.ts";

const SOURCES_PER_PAGE = 50;

/** Everything the public page of a disbursement shows. */
export async function loadPublicDisbursement({
  request,
  params,
}: LoaderFunctionArgs): Promise<PublicDisbursementPageProps> {
  const asOf = new Date();
  const view = await findPublicDisbursement(params.id ?? "");
  if (!view) throw new Response(null, { status: 404 });
  const key = decodeCursor(new URL(request.url).searchParams.get("after"), 1)?.[0] ?? "";
  const after = /^\d{1,18}$/.test(key) ? BigInt(key) : null;
  const [evidence, batches, sources, tracedFen, aid] = await Promise.all([
    evidenceOf(view.fundId, view.id),
    batchesOf(view.fundId, view.id),
    disbursementSources(view.fundId, view.id, { after, limit: SOURCES_PER_PAGE + 1 }),
    tracedFenOf(view.fundId, view.id),
    publicBatchOf(view.fundId, view.id),
  ]);
  const shown = sources.slice(0, SOURCES_PER_PAGE);
  const last = shown.at(-1);
  const next =
    sources.length > SOURCES_PER_PAGE && last
      ? `/disbursements/${view.id}?after=${encodeCursor([last.fromFen.toString()])}#sources`
      : null;
  return { view, evidence, batches, aid, sources: shown, tracedFen, next, isFirstPage: after === null, asOf };
}
