import { redirect } from "@remix-run/node";
import type { Lang } from "#app/lib/i18n.ts";
import { type DeskOptions, deskOptions, offersOf } from "./desk.server.ts";
import { deskCookie } from "./desk-cookie.server.ts";
import type { SetupData } from "./setup-page.tsx";

/** The question that is open: the shop, or the campaign of the shop that the address names. */
export async function loadSetup(request: Request, lang: Lang, now: Date): Promise<SetupData> {
  const options = await deskOptions(request, now);
  const search = new URL(request.url).searchParams;
  const place = options.places.find(({ id }) => id === search.get("place"));
  const isMissing = search.has("missing");
  const [merchant] = options.places;
  const shop = (lang === "en" ? merchant?.merchantNameEn : merchant?.merchantName) ?? "";
  if (!place && options.places.length > 1) {
    const places = options.places.map(({ id, name, nameEn, address }) => ({
      id,
      name,
      nameEn,
      help: address,
    }));
    return { shop, ask: "place", options: places, placeId: null, isMissing };
  }
  const chosen = place ?? options.place;
  const offers = chosen ? await offersOf(chosen.merchantId, now) : [];
  return {
    shop: (lang === "en" ? chosen?.nameEn : chosen?.name) ?? shop,
    ask: "fund",
    options: offers.map(({ fundId, title, titleEn, charityName, charityNameEn }) => ({
      id: fundId,
      name: title,
      nameEn: titleEn,
      help: lang === "en" ? charityNameEn : charityName,
    })),
    placeId: chosen?.id ?? null,
    isMissing,
  };
}

/** Remembers the choice on this phone; asks on where the shop has several campaigns. */
export async function chooseDesk(request: Request, now: Date): Promise<Response> {
  const options = await deskOptions(request, now);
  const form = await request.formData();
  const place = placeIn(options, form);
  if (!place) return redirect("/till/setup?missing=1");
  const offers = await offersOf(place.merchantId, now);
  const asked = offers.find(({ fundId }) => fundId === form.get("fund"));
  const offer = asked ?? (offers.length === 1 ? offers[0] : undefined);
  const to = offers.length > 1 && !offer ? `/till/setup?place=${place.id}` : "/till";
  return redirect(to, {
    headers: { "Set-Cookie": deskCookie({ placeId: place.id, fundId: offer?.fundId ?? null }) },
  });
}

function placeIn({ places }: DeskOptions, form: FormData) {
  return places.find(({ id }) => id === form.get("place")) ?? (places.length === 1 ? places[0] : undefined);
}
