import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { listDivisions } from "#app/features/regions/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { typedIn } from "../agreements/terms-state.ts";
import { errorsOf, STREETS_PATH } from "./form-words.ts";
import { addShopsToStreet, removeShopsFromStreet } from "./place-shops.server.ts";
import { listShops, listStreets, type Shop } from "./queries.server.ts";
import { changeStreet, createStreet } from "./save-street.server.ts";
import { slugSchema, streetSchema } from "./schema.ts";

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
  const [shops, candidates, divisions] = await Promise.all([
    listShops({ streetId: street.id }),
    shopsToAdd(street.organizationId),
    listDivisions(["county", "town"]),
  ]);
  return { street, shops, candidates, divisions, done: new URL(args.request.url).searchParams.get("done") };
}
export type WorkStreetData = Awaited<ReturnType<typeof loadWorkStreet>>;

/** Open shops on no street whose enterprise has an agreement with the charity that both confirmed. */
async function shopsToAdd(organizationId: string): Promise<Shop[]> {
  const merchants = await db.rows<{ id: string }>(
    `select distinct a.merchant_id as id from consumption_agreement a
     join consumption_agreement_version v on v.agreement_id = a.id
       and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
     where a.organization_id = $1 and a.ended_at is null`,
    [organizationId],
  );
  const shops = await listShops({ merchantIds: merchants.map(({ id }) => id) });
  return shops.filter(({ streetId, closedAt }) => streetId === null && closedAt === null);
}

/** What the buttons of a street's page do: save its words, add shops, take one off. */
export async function workOnStreet(args: ActionFunctionArgs) {
  const { person, street } = await ownStreet(args);
  const form = await args.request.formData();
  const typed = typedIn(form);
  const by = { ...person, now: new Date() };
  const shopIds = form.getAll("shop").map(String);
  const done = (what: string) => redirect(`${STREETS_PATH}/${street.id}?done=${what}`);
  if (typed.intent === "add") {
    const result = await addShopsToStreet({ ...by, streetId: street.id, shopIds });
    if (result.ok) throw done("added");
    return data(
      { typed, errors: { shop: `refused_${result.reason}` } as FormAnswer["errors"] },
      { status: 422 },
    );
  }
  if (typed.intent === "remove") {
    await removeShopsFromStreet({ ...by, streetId: street.id, shopIds });
    throw done("removed");
  }
  const facts = streetSchema.safeParse(typed);
  if (!facts.success) return data({ typed, errors: errorsOf(facts.error) }, { status: 422 });
  const result = await changeStreet({ ...by, ...facts.data, id: street.id });
  if (!result.ok) {
    const errors: FormAnswer["errors"] = { divisionCode: "error_division" };
    return data({ typed, errors }, { status: 422 });
  }
  throw done("saved");
}
