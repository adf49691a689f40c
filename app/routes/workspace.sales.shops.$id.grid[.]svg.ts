import type { LoaderFunctionArgs } from "@remix-run/node";
import { gridSvg } from "#app/features/consumption/streets/pick-grid.ts";
import { loadShopGrid } from "#app/features/consumption/streets/shop-forms.server.ts";

/** The picture on which a shop's place is pointed at. */
export async function loader(args: LoaderFunctionArgs) {
  return new Response(gridSvg(await loadShopGrid(args)), {
    headers: { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" },
  });
}
