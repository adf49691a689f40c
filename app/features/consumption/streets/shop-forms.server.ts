import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { db } from "#app/lib/db.server.ts";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { requireMerchantPerson } from "../agreements/sales-work.server.ts";
import { typedIn } from "../agreements/terms-state.ts";
import { errorsOf, SHOPS_PATH } from "./form-words.ts";
import { gridOf, pointOnGrid } from "./pick-grid.ts";
import { placesOf } from "./plan-map.ts";
import { listShops, type Shop } from "./queries.server.ts";
import { changeShop, closeShop, createShop, markShop } from "./save-shop.server.ts";
import { shopSchema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface OwnEnterprise {
  id: string;
  name: string;
  nameEn: string;
}

/** The shops of the person's enterprises, and a fresh id for one more. */
export async function loadShops({ request }: LoaderFunctionArgs) {
  const { merchantIds } = await requireMerchantPerson(request);
  const [shops, enterprises] = await Promise.all([listShops({ merchantIds }), enterprisesOf(merchantIds)]);
  return { shops, enterprises, attempt: randomUUID() };
}
export type ShopsData = Awaited<ReturnType<typeof loadShops>>;

function enterprisesOf(merchantIds: readonly string[]): Promise<OwnEnterprise[]> {
  return db.rows<OwnEnterprise>(
    `select id, name, name_en as "nameEn" from organization where id = any($1) order by name`,
    [[...merchantIds]],
  );
}

/** Registers a shop, then leads to its page. */
export async function registerShop({ request }: ActionFunctionArgs) {
  const { userId, merchantIds } = await requireMerchantPerson(request);
  const typed = typedIn(await request.formData());
  const parsed = shopSchema.safeParse(typed);
  const errors: FormAnswer["errors"] = parsed.success ? {} : errorsOf(parsed.error);
  const merchantId = merchantIds.length === 1 ? merchantIds[0] : typed.organization;
  if (merchantId === undefined || !merchantIds.includes(merchantId))
    errors.organization = "error_organization";
  const id = typed.attempt ?? "";
  if (!parsed.success || merchantId === undefined || errors.organization || !UUID.test(id))
    return data({ typed, errors }, { status: 422 });
  const result = await createShop({ ...parsed.data, id, merchantId, userId, now: new Date() });
  if (!result.ok) throw new Response(null, { status: 404 });
  throw redirect(`${SHOPS_PATH}/${id}?done=saved`);
}

/** A shop of the person's enterprises, with the grid on which its place is pointed at. */
async function ownShop({ request, params }: LoaderFunctionArgs) {
  const person = await requireMerchantPerson(request);
  const shops = await listShops({ merchantIds: person.merchantIds });
  const shop = shops.find(({ id }) => id === params.id);
  if (!shop) throw new Response(null, { status: 404 });
  return { person, shop, grid: gridOf(shop, await neighboursOf(shop, shops)) };
}

/** Shops nearby: of the same street, else of the same enterprise. */
async function neighboursOf(shop: Shop, own: readonly Shop[]) {
  const all = shop.streetId === null ? own : await listShops({ streetId: shop.streetId });
  return placesOf(all.filter(({ id }) => id !== shop.id));
}

export async function loadShop(args: LoaderFunctionArgs) {
  const { shop, grid } = await ownShop(args);
  return { shop, hasGrid: grid !== null, done: new URL(args.request.url).searchParams.get("done") };
}
export type ShopData = Awaited<ReturnType<typeof loadShop>>;

/** The grid of a shop; 404 where nothing says in which place it lies. */
export async function loadShopGrid(args: LoaderFunctionArgs) {
  const { grid } = await ownShop(args);
  if (!grid) throw new Response(null, { status: 404 });
  return grid;
}

/** What the buttons of a shop's page do: save, point at its place, close down, open again. */
export async function workOnShop(args: ActionFunctionArgs) {
  const { person, shop, grid } = await ownShop(args);
  const typed = typedIn(await args.request.formData());
  const by = { ...person, id: shop.id, now: new Date() };
  if (typed.intent === "close" || typed.intent === "reopen") {
    await closeShop({ ...by, isClosed: typed.intent === "close" });
    throw redirect(`${SHOPS_PATH}/${shop.id}?done=${typed.intent === "close" ? "closed" : "reopened"}`);
  }
  if (typed["at.x"] !== undefined && grid) {
    const place = pointOnGrid(grid, typed["at.x"], typed["at.y"]);
    if (place) await markShop({ ...by, ...place });
    throw redirect(`${SHOPS_PATH}/${shop.id}${place ? "?done=saved" : ""}#place`);
  }
  const parsed = shopSchema.safeParse(typed);
  if (!parsed.success) return data({ typed, errors: errorsOf(parsed.error) }, { status: 422 });
  await changeShop({ ...by, ...parsed.data });
  throw redirect(`${SHOPS_PATH}/${shop.id}?done=saved`);
}
