import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { listDivisions } from "#app/features/regions/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { typedIn } from "../agreements/terms-state.ts";
import { errorsOf, STREETS_PATH } from "./form-words.ts";
import {
  addShopsToStreet,
  markOnStreet,
  registerOnStreet,
  removeShopsFromStreet,
} from "./place-shops.server.ts";
import { listShops, listStreets } from "./queries.server.ts";
import { changeStreet, createStreet } from "./save-street.server.ts";
import { placeSchema, shopSchema, slugSchema, streetSchema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The streets of the person's charities, and a fresh id for one more. */
export async function loadWorkStreets({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireProjectPerson(request);
  const [streets, divisions] = await Promise.all([
    listStreets({ organizationIds }),
    listDivisions(["county", "town"]),
  ]);
  return { streets, divisions, attempt: randomUUID() };
}
export type WorkStreetsData = Awaited<ReturnType<typeof loadWorkStreets>>;

/** Makes a street, then leads to its page. */
export async function makeStreet({ request }: ActionFunctionArgs) {
  const { userId, organizationIds } = await requireProjectPerson(request);
  const typed = typedIn(await request.formData());
  const facts = streetSchema.safeParse(typed);
  const slug = slugSchema.safeParse(typed.slug);
  const id = typed.attempt ?? "";
  const [organizationId] = organizationIds;
  if (!facts.success || !slug.success || !UUID.test(id) || organizationId === undefined) {
    const errors: FormAnswer["errors"] = {
      ...(facts.success ? {} : errorsOf(facts.error)),
      ...(slug.success ? {} : { slug: "error_slug" }),
    };
    return data({ typed, errors }, { status: 422 });
  }
  const result = await createStreet({
    ...{ ...facts.data, id, slug: slug.data, organizationId, userId },
    now: new Date(),
  });
  if (!result.ok) {
    const errors: FormAnswer["errors"] =
      result.reason === "slug-taken" ? { slug: "error_slug-taken" } : { divisionCode: "error_division" };
    return data({ typed, errors }, { status: 422 });
  }
  throw redirect(`${STREETS_PATH}/${id}?done=saved`);
}

/** One street of the person's charities; else throws a 404 response. */
async function ownStreet({ request, params }: LoaderFunctionArgs) {
  const person = await requireProjectPerson(request);
  const streets = await listStreets({ organizationIds: person.organizationIds });
  const street = streets.find(({ id }) => id === params.id);
  if (!street) throw new Response(null, { status: 404 });
  return { person, street };
}

export async function loadWorkStreet(args: LoaderFunctionArgs) {
  const { street } = await ownStreet(args);
  const merchants = await agreedMerchants(street.organizationId);
  const [shops, theirs, divisions] = await Promise.all([
    listShops({ streetId: street.id }),
    listShops({ merchantIds: merchants.map(({ id }) => id) }),
    listDivisions(["county", "town"]),
  ]);
  const candidates = theirs.filter(({ streetId, closedAt }) => streetId === null && closedAt === null);
  const done = new URL(args.request.url).searchParams.get("done");
  return { street, shops, candidates, merchants, divisions, done, attempt: randomUUID() };
}
export type WorkStreetData = Awaited<ReturnType<typeof loadWorkStreet>>;

/** Enterprises that have an agreement with the charity that both confirmed and nobody ended. */
function agreedMerchants(organizationId: string): Promise<{ id: string; name: string; nameEn: string }[]> {
  return db.rows(
    `select m.id, m.name, m.name_en as "nameEn" from organization m
     where exists (select from consumption_agreement a
                     join consumption_agreement_version v on v.agreement_id = a.id
                       and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
                   where a.merchant_id = m.id and a.organization_id = $1 and a.ended_at is null)
     order by m.name`,
    [organizationId],
  );
}

/** What the buttons of a street's page do: save its words, add, register or mark shops, take one off. */
export async function workOnStreet(args: ActionFunctionArgs) {
  const { person, street } = await ownStreet(args);
  const form = await args.request.formData();
  const typed = typedIn(form);
  const by = { ...person, streetId: street.id, now: new Date() };
  const refused = (errors: FormAnswer["errors"]) => data({ typed, errors }, { status: 422 });
  const done = (what: string) => redirect(`${STREETS_PATH}/${street.id}?done=${what}`);
  switch (typed.intent) {
    case "add": {
      const result = await addShopsToStreet({ ...by, shopIds: form.getAll("shop").map(String) });
      if (result.ok) throw done("added");
      return refused({ shop: `refused_${result.reason}` });
    }
    case "remove":
      await removeShopsFromStreet({ ...by, shopIds: form.getAll("shop").map(String) });
      throw done("removed");
    case "mark": {
      const place = placeSchema.safeParse(typed);
      if (!place.success || place.data.latitude === null || place.data.longitude === null)
        return refused({ mark: "error_mark" });
      const { latitude: latitudeE6, longitude: longitudeE6 } = place.data;
      const result = await markOnStreet({ ...by, shopId: typed.shop ?? "", latitudeE6, longitudeE6 });
      if (result.ok) throw done("marked");
      return refused({ mark: `refused_${result.reason}` });
    }
    case "register": {
      const errors = await registerFrom(typed, by);
      if (errors === null) throw done("added");
      return refused(errors);
    }
    default: {
      const facts = streetSchema.safeParse(typed);
      if (!facts.success) return refused(errorsOf(facts.error));
      const result = await changeStreet({ ...by, ...facts.data, id: street.id });
      if (result.ok) throw done("saved");
      return refused({ divisionCode: "error_division" });
    }
  }
}

/** Registers a shop for an enterprise; the errors of its fields, or null when it is done. */
async function registerFrom(
  typed: Record<string, string>,
  by: { organizationIds: readonly string[]; userId: string; streetId: string; now: Date },
): Promise<FormAnswer["errors"] | null> {
  // The form stands on one page with the street's own: its fields have names of their own.
  const named = { name: typed.shopName, nameEn: typed.shopNameEn, address: typed.address };
  const parsed = shopSchema.safeParse({ ...named, latitude: typed.latitude, longitude: typed.longitude });
  const errors: FormAnswer["errors"] = {};
  if (!parsed.success) {
    const { name, nameEn, ...rest } = errorsOf(parsed.error);
    Object.assign(errors, rest, name ? { shopName: name } : {}, nameEn ? { shopNameEn: nameEn } : {});
  }
  const { merchant = "", attempt = "" } = typed;
  if (merchant === "") errors.merchant = "error_organization";
  if (!parsed.success || errors.merchant || !UUID.test(attempt)) return errors;
  const result = await registerOnStreet({ ...by, ...parsed.data, id: attempt, merchantId: merchant });
  return result.ok ? null : { merchant: `refused_${result.reason}` };
}
