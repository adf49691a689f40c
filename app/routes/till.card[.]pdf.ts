import type { LoaderFunctionArgs } from "@remix-run/node";
import { counterCard } from "#app/features/consumption/till/counter-card.server.ts";
import { deskOptions, offersOf } from "#app/features/consumption/till/desk.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** `?place=` names a shop; without it the one that this phone is set up for. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const now = new Date();
  const options = await deskOptions(request, now);
  const asked = new URL(request.url).searchParams.get("place");
  const place = asked === null ? options.place : options.places.find(({ id }) => id === asked);
  if (!place) throw new Response(null, { status: 404 });
  const offers = await offersOf(place.merchantId, now);
  if (offers.length === 0) throw new Response(null, { status: 404 });
  const bytes = await counterCard(place, offers, preferencesOf(request, context).lang);
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="counter-${place.id.slice(-6)}.pdf"`,
    },
  });
}
