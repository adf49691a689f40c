import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarDuties, calendarFile } from "#app/features/disclosures/calendar-feed.server.ts";
import { findCalendarOwner } from "#app/features/disclosures/calendar-token.server.ts";
import { translator } from "#app/lib/i18n.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** GET /calendar/:token.ics: a person's calendar of an organization. Whoever has the address may read it. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const token = /^([\w-]{43})\.ics$/.exec(params.file ?? "")?.[1];
  const owner = token === undefined ? null : await findCalendarOwner(token);
  if (!owner) throw new Response(null, { status: 404 });
  const { lang } = preferencesOf(request, context);
  const now = new Date();
  const name = translator(lang)("clock")("icsName", { name: owner.organizationName });
  const duties = await calendarDuties(owner.organizationId, shanghaiDay(now));
  return new Response(calendarFile(name, duties, lang, now, owner.userId), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="duties.ics"',
      "Cache-Control": "private, no-store",
    },
  });
}
