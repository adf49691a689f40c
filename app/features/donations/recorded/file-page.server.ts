import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { textOfSheet } from "#app/lib/sheet-rows.ts";
import { type GiftFileRefusal, type GiftLine, MOST_FILE_BYTES, readGiftFile } from "./gift-file.ts";
import { requireGiftPerson } from "./gifts-page.server.ts";
import { giftFunds } from "./queries.server.ts";
import { checkGifts, recordGifts } from "./record-gifts.server.ts";

export async function loadGiftFile({ request }: LoaderFunctionArgs) {
  const { organizationId } = await requireGiftPerson(request);
  return { funds: await giftFunds(organizationId), batch: crypto.randomUUID() };
}

export interface GiftFileAnswer {
  text: string;
  batch: string;
  refusal: GiftFileRefusal | "too-large" | null;
  lines: Omit<GiftLine, "gift">[];
  totalFen: bigint;
  wrong: number;
}

const COLUMN_OF: Record<string, string> = {
  "fund-not-found": "fund",
  "receipt-missing": "receiptNo",
  "receipt-used": "receiptNo",
  "in-future": "givenOn",
};

/** Shows what a file holds and what is wrong with it (`intent` check), or records it whole (`intent` record). */
export async function actOnGiftFile({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await requireGiftPerson(request);
  const form = await request.formData();
  const batch = String(form.get("batch") ?? "");
  const file = form.get("file");
  const isTooLarge = file instanceof File && file.size > MOST_FILE_BYTES;
  const isFile = file instanceof File && file.size > 0 && !isTooLarge;
  const text = isFile
    ? textOfSheet(new Uint8Array(await file.arrayBuffer()))
    : String(form.get("text") ?? "");
  const shown = (refusal: GiftFileAnswer["refusal"], lines: readonly GiftLine[] = []) =>
    data<GiftFileAnswer>(
      {
        text,
        batch,
        refusal,
        lines: lines.map(({ gift: _, ...line }) => line),
        totalFen: lines.reduce((sum, { gift }) => sum + (gift?.amountFen ?? 0n), 0n),
        wrong: lines.filter(({ errors }) => Object.keys(errors).length > 0).length,
      },
      { status: refusal ? 422 : 200 },
    );
  if (isTooLarge || text.length > MOST_FILE_BYTES) return shown("too-large");
  const read = readGiftFile(text, await giftFunds(organizationId), batch);
  if (!read.ok) return shown(read.reason);
  const now = new Date();
  const whole = read.lines.filter((line) => line.gift !== null);
  const gifts = whole.flatMap(({ gift }) => gift ?? []);
  const complain = (entries: readonly { place: number; reason: string }[]) => {
    for (const { place, reason } of entries) {
      const line = whole[place];
      if (line) line.errors[COLUMN_OF[reason] ?? "fund"] = `refuse_${reason}`;
    }
  };
  complain(await checkGifts(organizationId, userId, gifts, now));
  const isClean = read.lines.every(({ errors }) => Object.keys(errors).length === 0);
  if (form.get("intent") !== "record" || !isClean) return shown(null, read.lines);
  const result = await recordGifts({ organizationId, userId, gifts, now });
  if (result.ok) return redirect("/workspace/gifts?done=recorded");
  if (result.reason === "not-permitted") throw new Response(null, { status: 403 });
  complain(result.entries);
  return shown(null, read.lines);
}
