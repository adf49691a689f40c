import { renderToStaticMarkup } from "react-dom/server";
import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, describe, expect, it } from "vitest";
import { loadStreet, loadStreets } from "#app/features/consumption/streets/load-street.server.ts";
import { gridOf, gridSvg, pointOnGrid } from "#app/features/consumption/streets/pick-grid.ts";
import { type Place, planMap, TALL_FRAME, WIDE_FRAME } from "#app/features/consumption/streets/plan-map.ts";
import { StreetPage } from "#app/features/consumption/streets/street-page.tsx";
import { streetPoster } from "#app/features/consumption/streets/street-poster.server.ts";
import { StreetsPage } from "#app/features/consumption/streets/streets-page.tsx";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import {
  action as makeAction,
  loader as streetsLoader,
} from "#app/routes/workspace.consumption.streets._index.tsx";
import {
  action as streetAction,
  loader as streetLoader,
} from "#app/routes/workspace.consumption.streets.$id.tsx";
import { action as shopsAction, loader as shopsLoader } from "#app/routes/workspace.sales.shops._index.tsx";
import { action as shopAction, loader as shopLoader } from "#app/routes/workspace.sales.shops.$id._index.tsx";
import { loader as gridLoader } from "#app/routes/workspace.sales.shops.$id.grid[.]svg.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
} from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { at, sell } from "#tests/factories/sales.ts";

const NOW = new Date("2026-10-20T04:00:00Z");

/** A seeded run of numbers from 0 to 1, so that a failing street can be drawn again. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

/** Shops along a street of this direction and length, ten metres to each side. */
function along(seed: number, count: number, degrees: number, metres: number): Place[] {
  const next = numbers(seed);
  const turn = (degrees * Math.PI) / 180;
  return Array.from({ length: count }, (_, index) => {
    const far = next.next().value * metres;
    const side = next.next().value > 0.5 ? 10 : -10;
    const east = Math.cos(turn) * far - Math.sin(turn) * side;
    const north = Math.sin(turn) * far + Math.cos(turn) * side;
    return {
      id: `shop${index}`,
      latitudeE6: 29_793_500 + Math.round((north / 111_320) * 1e6),
      longitudeE6: 119_691_200 + Math.round((east / 96_600) * 1e6),
    };
  });
}

describe("a street's map", () => {
  it.each([
    [1, 23, 78, 600],
    [2, 23, 3, 600],
    [3, 40, 45, 900],
    [4, 31, 120, 180],
    [5, 12, 90, 40],
  ])(
    "of seed %i, %i shops at %i degrees over %i m has numbers that do not cover each other, in either frame",
    (seed, count, degrees, metres) => {
      const places = along(seed, count, degrees, metres);
      for (const frame of [WIDE_FRAME, TALL_FRAME]) {
        const map = planMap(places, frame);
        if (!map) throw new Error("a street with shops has a map");
        expect(map.pins.map(({ number }) => number)).toEqual(places.map((_, index) => index + 1));
        expect(map.height).toBeLessThanOrEqual(frame.maxHeight);
        for (const [index, pin] of map.pins.entries()) {
          expect(pin.labelX).toBeGreaterThanOrEqual(frame.pin);
          expect(pin.labelX).toBeLessThanOrEqual(map.width - frame.pin);
          expect(pin.labelY).toBeGreaterThanOrEqual(frame.pin);
          expect(pin.labelY).toBeLessThanOrEqual(map.height - frame.pin);
          for (const other of map.pins.slice(index + 1))
            expect(Math.hypot(pin.labelX - other.labelX, pin.labelY - other.labelY)).toBeGreaterThanOrEqual(
              2 * frame.pin,
            );
        }
        // The street lies along the frame, and the scale bar is what it says.
        const { x1, y1, x2, y2 } = map.road;
        const isWide = frame === WIDE_FRAME;
        if (Math.abs(degrees - 45) > 20 && metres > 100)
          expect(Math.abs(x2 - x1) > Math.abs(y2 - y1)).toBe(isWide);
        expect(map.scale.length).toBeLessThanOrEqual(frame.width / 5);
      }
    },
  );

  it("is the same whatever the order of the shops, and numbers them along the street", () => {
    const places = along(7, 9, 0, 500);
    const map = planMap(places, WIDE_FRAME);
    expect(planMap(places.toReversed(), WIDE_FRAME)).toEqual(map);
    const byLongitude = places.toSorted((a, b) => a.longitudeE6 - b.longitudeE6).map(({ id }) => id);
    expect(map?.pins.map(({ id }) => id)).toEqual(byLongitude);
    expect(map?.northDegrees).toBe(0);
    expect(planMap(places, TALL_FRAME)?.northDegrees).toBe(90);
  });

  it("stands with one shop, with all in one house, and not at all without a place", () => {
    const [one] = along(1, 1, 0, 10);
    if (!one) throw new Error("there is one");
    expect(planMap([one], WIDE_FRAME)?.pins).toHaveLength(1);
    const house = Array.from({ length: 6 }, (_, index) => ({ ...one, id: `h${index}` }));
    const labels = planMap(house, TALL_FRAME)?.pins.map(({ labelX, labelY }) => `${labelX},${labelY}`);
    expect(new Set(labels).size).toBe(6);
    expect(planMap([], WIDE_FRAME)).toBeNull();
  });
});

describe("pointing at a place", () => {
  const middle = { latitudeE6: 29_793_500, longitudeE6: 119_691_200 };

  it("gives the coordinates of the pixel, a metre each", () => {
    expect(pointOnGrid(middle, "170", "170")).toEqual(middle);
    const place = pointOnGrid(middle, "270", "70");
    expect(place?.latitudeE6).toBe(29_793_500 + 898);
    expect(place?.longitudeE6).toBe(119_691_200 + 1_035);
    if (!place) throw new Error("it points somewhere");
    // Seen from the old middle the new place is drawn where it was pressed.
    const grid = gridOf({ ...middle }, [{ id: "new", ...place }]);
    expect(grid?.neighbours).toEqual([{ x: 100, y: -100 }]);
    expect(gridSvg(grid ?? { ...middle, own: null, neighbours: [] })).toContain('cx="270" cy="70"');
  });

  it.each([
    ["0", "0"],
    ["341", "5"],
    ["-1", "5"],
    ["x", "5"],
    [undefined, "5"],
  ])("at %s, %s points nowhere", (x, y) => expect(pointOnGrid(middle, x, y)).toBeNull());

  it("has no grid where nothing says where the shop may be", () => {
    expect(gridOf({ latitudeE6: null, longitudeE6: null }, [])).toBeNull();
  });
});

describe("shops and streets", () => {
  let place: CampaignPlace;
  let merchantId: string;
  let owner: string;
  let clerk: string;

  beforeEach(async () => {
    place = await makeCampaign();
    merchantId = await makeEnterprise({ slug: "noodles", name: "一味面馆" });
    owner = await makeMember(merchantId, "merchant");
    clerk = await makeMember(place.organizationId, "charity-clerk");
  });

  const post = async (userId: string, path: string, form: Record<string, string>) => ({
    request: await requestOf(userId, path, { method: "POST", body: new URLSearchParams(form) }),
    context: {},
    params: { id: path.split("/")[4] ?? "" },
  });
  const get = async (userId: string | null, path: string) => ({
    request: await requestOf(userId, path),
    context: {},
    params: { id: path.split("/")[4] ?? "" },
  });
  const outcome = (attempt: Promise<unknown>) =>
    attempt.then(
      (answer) => answer as { data: { errors: Record<string, string> }; init: { status: number } },
      (thrown: unknown) => {
        if (!(thrown instanceof Response)) throw thrown;
        return { status: thrown.status, to: thrown.headers.get("location") };
      },
    );
  const SHOPS = "/workspace/sales/shops";
  const STREETS = "/workspace/consumption/streets";

  async function makeShop(form: Record<string, string> = {}): Promise<string> {
    const { attempt } = await shopsLoader(await get(owner, SHOPS));
    const shop = { attempt, name: "一味面馆（迎春路店）", address: "迎春南路 18 号", ...form };
    expect(await outcome(shopsAction(await post(owner, SHOPS, shop)))).toEqual({
      status: 302,
      to: `${SHOPS}/${attempt}?done=saved`,
    });
    return attempt;
  }

  async function makeStreet(slug = "yingchun"): Promise<string> {
    const { attempt } = await streetsLoader(await get(clerk, STREETS));
    const street = { attempt, slug, name: "迎春南路", nameEn: "Yingchun South Road", divisionCode: "330122" };
    expect(await outcome(makeAction(await post(clerk, STREETS, street)))).toMatchObject({ status: 302 });
    return attempt;
  }

  it("are registered by the enterprise, marked on the grid, put on a street by the charity, and shown", async () => {
    await makeAgreement(place, merchantId, { rule: { kind: "fixed-per-order", amountFen: 10n } });
    const shop = await makeShop({ latitude: "29.793500", longitude: "119.691200" });
    const unmarked = await makeShop({ name: "一味面馆（老店）" });
    // The old shop has no place yet: its grid is laid around the enterprise's other one.
    const grid = await gridLoader(await get(owner, `${SHOPS}/${unmarked}`));
    expect(grid.headers.get("content-type")).toBe("image/svg+xml");
    await outcome(shopAction(await post(owner, `${SHOPS}/${unmarked}`, { "at.x": "270", "at.y": "70" })));
    expect((await shopLoader(await get(owner, `${SHOPS}/${unmarked}`))).shop).toMatchObject({
      latitudeE6: 29_794_398,
      longitudeE6: 119_692_235,
    });
    const street = await makeStreet();
    const { candidates } = await streetLoader(await get(clerk, `${STREETS}/${street}`));
    expect(candidates.map(({ id }) => id).toSorted()).toEqual([shop, unmarked].toSorted());
    for (const id of [shop, unmarked, unmarked])
      expect(
        await outcome(streetAction(await post(clerk, `${STREETS}/${street}`, { intent: "add", shop: id }))),
      ).toMatchObject({ status: 302 });
    await sell((await db.rows<{ id: string }>("select id from consumption_agreement"))[0]?.id ?? "", [
      { orderNo: "A1", occurredAt: at("2026-10-20"), giftE4: 100_000n },
    ]);
    const data = await loadStreet("yingchun", NOW);
    expect(data.shops.map(({ id, number }) => [id, number])).toEqual([
      [shop, 1],
      [unmarked, 2],
    ]);
    const html = renderToStaticMarkup(<StreetPage {...data} />);
    expect(html).toContain(`<a href="#shop-${unmarked}" aria-label="2 号，一味面馆（老店）">`);
    expect(html).toContain(`id="shop-${unmarked}"`);
    expect(html).toContain("每单捐 0.10 元");
    expect(html).not.toMatch(/ style="|https?:\/\/(?!www\.w3\.org)/);
    const list = renderToStaticMarkup(<StreetsPage {...(await loadStreets())} />);
    expect(list).toContain("2 家店");
    const acts = await db.rows<{ act: string }>("select act from organization_act order by act");
    expect(acts.map(({ act }) => act)).toEqual([
      ...["shop-made", "shop-made", "shop-marked", "street-made", "street-shop-added", "street-shop-added"],
    ]);
  });

  it("have a poster to print, with every shop, a link in its code, and the same bytes on the same day", async () => {
    await makeAgreement(place, merchantId, { rule: { kind: "fixed-per-order", amountFen: 10n } });
    const shop = await makeShop({ latitude: "29.793500", longitude: "119.691200" });
    const street = await makeStreet();
    await outcome(streetAction(await post(clerk, `${STREETS}/${street}`, { intent: "add", shop })));
    for (const size of ["A4", "A3"] as const) {
      const { bytes, fileName } = await streetPoster("yingchun", { size, lang: "zh", now: NOW });
      expect(fileName).toBe(`street-yingchun-${size}.pdf`);
      const pdf = await getDocumentProxy(new Uint8Array(bytes));
      const { text, totalPages } = await extractText(pdf, { mergePages: true });
      expect(totalPages).toBe(1);
      for (const words of [
        "迎春南路",
        "一味面馆（迎春路店）",
        "每单捐 0.10 元",
        "您不多花一分钱",
        "/streets/yingchun",
      ])
        expect(text.replace(/\s+/g, " ")).toContain(words);
      const again = await streetPoster("yingchun", { size, lang: "zh", now: NOW });
      expect(again.bytes.equals(bytes)).toBe(true);
    }
    await expect(streetPoster("nowhere", { size: "A4", lang: "zh", now: NOW })).rejects.toMatchObject({
      status: 404,
    });
  });

  it("are made once however often the form is sent, and changed in place", async () => {
    const id = await makeShop();
    const again = { attempt: id, name: "一味面馆（迎春路店）", address: "" };
    await outcome(shopsAction(await post(owner, SHOPS, again)));
    expect((await shopsLoader(await get(owner, SHOPS))).shops).toHaveLength(1);
    await outcome(
      shopAction(await post(owner, `${SHOPS}/${id}`, { name: "新名字", latitude: "", longitude: "" })),
    );
    await outcome(shopAction(await post(owner, `${SHOPS}/${id}`, { intent: "close" })));
    await outcome(shopAction(await post(owner, `${SHOPS}/${id}`, { intent: "close" })));
    const { shop } = await shopLoader(await get(owner, `${SHOPS}/${id}`));
    expect(shop).toMatchObject({ name: "新名字", closedAt: expect.any(Date) });
    const street = await makeStreet();
    expect(await makeStreetAgain(street)).toMatchObject({ data: { errors: { slug: "error_slug-taken" } } });
    expect(await db.rows("select 1 from organization_act where act = 'shop-closed'")).toHaveLength(1);
  });

  const makeStreetAgain = async (taken: string) => {
    const { attempt } = await streetsLoader(await get(clerk, STREETS));
    expect(attempt).not.toBe(taken);
    const form = { attempt, slug: "yingchun", name: "另一条", divisionCode: "330122" };
    return outcome(makeAction(await post(clerk, STREETS, form)));
  };

  it.each([
    [{ name: "" }, { name: "error_name" }],
    [
      { latitude: "119.69", longitude: "29.79" },
      { latitude: "error_latitude", longitude: "error_longitude" },
    ],
    [{ latitude: "29.79" }, { longitude: "error_half-place" }],
    [{ latitude: "北纬29", longitude: "119" }, { latitude: "error_latitude" }],
    [{ address: "长".repeat(121) }, { address: "error_address" }],
  ])("refuse a shop with %j beside its fields", async (over: Record<string, string>, errors) => {
    const { attempt } = await shopsLoader(await get(owner, SHOPS));
    const form = { attempt, name: "店", nameEn: "", address: "", latitude: "", longitude: "", ...over };
    const answer = await outcome(shopsAction(await post(owner, SHOPS, form)));
    expect(answer).toMatchObject({ init: { status: 422 }, data: { typed: form, errors } });
    for (const key of Object.values(errors))
      for (const lng of ["zh", "en"]) expect(dictionary.exists(key, { ns: "streets", lng }), key).toBe(true);
    expect(await db.rows("select 1 from shop")).toEqual([]);
  });

  it("are registered and marked by the charity too, for enterprises that agreed with it", async () => {
    const street = await makeStreet();
    const path = `${STREETS}/${street}`;
    const register = async (over: Record<string, string>) => {
      const { attempt } = await streetLoader(await get(clerk, path));
      const form = {
        intent: "register",
        attempt,
        merchant: merchantId,
        shopName: "一味面馆（南门店）",
        ...over,
      };
      return { attempt, answer: await outcome(streetAction(await post(clerk, path, form))) };
    };
    expect((await register({})).answer).toMatchObject({
      data: { errors: { merchant: "refused_no-agreement" } },
    });
    await makeAgreement(place, merchantId);
    expect((await register({ shopName: "", merchant: "", latitude: "200" })).answer).toMatchObject({
      data: {
        errors: { shopName: "error_name", merchant: "error_organization", latitude: "error_latitude" },
      },
    });
    const { attempt: shop, answer } = await register({ address: "南门 3 号" });
    expect(answer).toMatchObject({ status: 302, to: `${path}?done=added` });
    const mark = async (over: Record<string, string>) =>
      outcome(streetAction(await post(clerk, path, { intent: "mark", shop, ...over })));
    expect(await mark({ latitude: "29.7935", longitude: "" })).toMatchObject({
      data: { errors: { mark: "error_mark" } },
    });
    expect(await mark({ latitude: "29.7935", longitude: "119.6912" })).toMatchObject({ status: 302 });
    const { shops } = await loadStreet("yingchun", NOW);
    expect(shops).toMatchObject([{ id: shop, address: "南门 3 号", latitudeE6: 29_793_500, number: 1 }]);
    // The act is the charity's, and the enterprise may go on from there.
    expect(
      await db.rows("select 1 from organization_act where organization_id = $1 and act = 'shop-made'", [
        place.organizationId,
      ]),
    ).toHaveLength(1);
    expect((await shopLoader(await get(owner, `${SHOPS}/${shop}`))).shop.name).toBe("一味面馆（南门店）");
    // A shop of another street is not this charity's to mark.
    const other = await makeShop();
    expect(await mark({ shop: other, latitude: "29.7935", longitude: "119.6912" })).toMatchObject({
      data: { errors: { mark: "refused_unknown-shop" } },
    });
  });

  it("put nobody on a street who never agreed, and nobody's shop on two", async () => {
    const shop = await makeShop();
    const street = await makeStreet();
    const add = async (to: string) =>
      outcome(streetAction(await post(clerk, `${STREETS}/${to}`, { intent: "add", shop })));
    expect(await add(street)).toMatchObject({ data: { errors: { shop: "refused_no-agreement" } } });
    await makeAgreement(place, merchantId);
    expect(await add(street)).toMatchObject({ status: 302 });
    const other = await makeStreet("another");
    expect(await add(other)).toMatchObject({ data: { errors: { shop: "refused_other-street" } } });
    const remove = { intent: "remove", shop };
    await outcome(streetAction(await post(clerk, `${STREETS}/${street}`, remove)));
    expect(await add(other)).toMatchObject({ status: 302 });
    expect((await loadStreet("another", NOW)).shops).toHaveLength(1);
  });

  it("are closed to everybody else", async () => {
    const shop = await makeShop();
    const street = await makeStreet();
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    const elsewhere = await makeMember((await makeCampaign()).organizationId, "charity-clerk");
    expect(await outcome(shopLoader(await get(stranger, `${SHOPS}/${shop}`)))).toMatchObject({ status: 404 });
    expect(await outcome(streetLoader(await get(elsewhere, `${STREETS}/${street}`)))).toMatchObject({
      status: 404,
    });
    expect(await outcome(shopsLoader(await get(clerk, SHOPS)))).toMatchObject({ status: 403 });
    expect(await outcome(streetsLoader(await get(owner, STREETS)))).toMatchObject({ status: 403 });
    expect(await outcome(shopsLoader(await get(null, SHOPS)))).toMatchObject({ status: 302 });
  });
});
