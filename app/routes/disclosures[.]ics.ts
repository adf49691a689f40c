import type { LoaderFunctionArgs } from "@remix-run/node";
import { calendarDuties, calendarFile } from "#app/features/disclosures/calendar-feed.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { translator } from "#app/lib/i18n.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** GET /disclosures.ics: every charity's due days, for anybody's calendar. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang } = preferencesOf(request, context);
  const now = new Date();
  const duties = await calendarDuties(null, shanghaiDay(now));
  const file = calendarFile(translator(lang)("clock")("icsPublicName"), duties, lang, now, null);
  return new Response(file, {
    headers: { ...PUBLIC_CACHE_HEADERS, "Content-Type": "text/calendar; charset=utf-8" },
  });
}
