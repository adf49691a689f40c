import type { LoaderFunctionArgs } from "@remix-run/node";
import { FILE_ENCODINGS } from "#app/features/disbursements/batches/batch-file.ts";
import { findBatchFile } from "#app/features/disbursements/batches/queries.server.ts";
import { chosenWorkplace } from "#app/features/disbursements/work-place.server.ts";
import { invariant } from "#app/lib/invariant.ts";

/** The file of a released batch for the bank, made again to the byte. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { organizationId } = await chosenWorkplace(request);
  const asked = new URL(request.url).searchParams.get("encoding");
  const encoding = FILE_ENCODINGS.find((name) => name === asked) ?? "gb18030";
  const file = await findBatchFile(params.id ?? "", [organizationId], encoding);
  if (!file) throw new Response(null, { status: 404 });
  invariant(file.sha256 === file.recordedSha256, "a batch's file is as it was released");
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "Content-Type": `text/csv; charset=${encoding}`,
      "Content-Disposition": `attachment; filename="${file.fileName}"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
    },
  });
}
