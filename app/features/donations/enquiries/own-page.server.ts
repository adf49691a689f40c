import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { tokenInAddress } from "#app/features/donations/donation-token.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { askAgain } from "./add-message.server.ts";
import { findAskedEnquiry, messagesOf } from "./queries.server.ts";
import { messageFormSchema } from "./schema.ts";

/** The asker's page. Without the secret in the address there is no such page. */
export async function loadOwnEnquiry(id: string | undefined, request: Request, now: Date) {
  const enquiry = await findAskedEnquiry(id ?? "", tokenInAddress(request));
  if (!enquiry) throw new Response(null, { status: 404 });
  return {
    enquiry,
    // Who of the charity wrote is the charity's own business.
    messages: (await messagesOf(enquiry.id)).map((message) => ({ ...message, by: null })),
    today: shanghaiDay(now),
    formId: randomUUID(),
    isSent: new URL(request.url).searchParams.has("sent"),
  };
}
export type OwnEnquiryData = Awaited<ReturnType<typeof loadOwnEnquiry>>;

/** Another message of the asker's. */
export async function actOnOwnEnquiry(id: string | undefined, request: Request, now: Date) {
  const token = tokenInAddress(request);
  const given = messageFormSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!given.success) return data({ hasError: true }, { status: 422 });
  const result = await askAgain({ enquiryId: id ?? "", token, ...given.data, now });
  if (!result.ok) throw new Response(null, { status: 404 });
  throw redirect(`/enquiries/${id}?token=${encodeURIComponent(token ?? "")}&sent=1`, 303);
}
