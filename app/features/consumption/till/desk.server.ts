import { redirect } from "@remix-run/node";
import {
  type VersionInForce,
  versionsAt,
  versionsInForce,
} from "#app/features/consumption/agreements/in-force.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import type { CurrentUser } from "#app/features/identity/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type DeskChoice, deskChoiceOf } from "./desk-cookie.server.ts";

/** Where sales are made: a shop, or the enterprise itself where it has none registered. */
export interface Place {
  id: string;
  name: string;
  nameEn: string;
  address: string;
  merchantId: string;
  merchantName: string;
  merchantNameEn: string;
}

/** An agreement that takes orders today, with what is said of it at the counter. */
export interface Offer extends VersionInForce {
  title: string;
  titleEn: string;
  charityName: string;
  charityNameEn: string;
  filingNo: string | null;
}

export interface Desk {
  user: CurrentUser;
  place: Place;
  /** All that take orders today; the one that this till books to. */
  offers: Offer[];
  offer: Offer | null;
  /** There is something to choose: another shop, another campaign. */
  canChange: boolean;
}

/** Shops of these enterprises that are open; an enterprise without any stands for itself. */
export async function placesOf(merchantIds: readonly string[]): Promise<Place[]> {
  return db.rows<Place>(
    `select coalesce(s.id::text, o.id) as id, coalesce(s.name, o.name) as name,
            coalesce(nullif(s.name_en, ''), s.name, o.name_en) as "nameEn", coalesce(s.address, '') as address,
            o.id as "merchantId", o.name as "merchantName", o.name_en as "merchantNameEn"
     from organization o left join shop s on s.merchant_id = o.id and s.closed_at is null
     where o.id = any($1) order by o.name, s.name, s.id`,
    [[...merchantIds]],
  );
}

/** What one enterprise may book orders to at this moment. A sponsor's agreement only matches others and takes none. */
export async function offersOf(merchantId: string, now: Date): Promise<Offer[]> {
  const held = versionsAt(await versionsInForce(db, { merchantId }), now, shanghaiDay(now));
  const versions = held.filter(({ terms }) => terms.rule.kind !== "match");
  const rows = await db.rows<Omit<Offer, keyof VersionInForce> & { id: string }>(
    `select f.id, f.title, f.title_en as "titleEn", f.filing_no as "filingNo", o.name as "charityName",
            o.name_en as "charityNameEn"
     from fund f join organization o on o.id = f.organization_id where f.id = any($1)`,
    [versions.map(({ fundId }) => fundId)],
  );
  return versions.flatMap((version) => {
    const fund = rows.find(({ id }) => id === version.fundId);
    return fund ? [{ ...version, ...fund }] : [];
  });
}

export interface DeskOptions {
  user: CurrentUser;
  places: Place[];
  /** Null: still to be chosen. */
  place: Place | null;
  offers: Offer[];
  choice: DeskChoice;
}

/** Who stands at the till and what is chosen so far. Throws to sign in, or 403 for who is of no enterprise. */
export async function deskOptions(request: Request, now: Date): Promise<DeskOptions> {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  const places = await placesOf([...new Set(memberships.map(({ organizationId }) => organizationId))]);
  const choice = deskChoiceOf(request);
  const only = places.length === 1 ? places[0] : undefined;
  const place = places.find(({ id }) => id === choice.placeId) ?? only ?? null;
  return { user, places, place, offers: place ? await offersOf(place.merchantId, now) : [], choice };
}

/** The till as it was set up; throws a redirect to where shop and campaign are chosen, once. */
export async function openDesk(request: Request, now: Date): Promise<Desk> {
  const options = await deskOptions(request, now);
  const { user, places, place, offers } = options;
  const offer = offerOf(options);
  if (!place || (offers.length > 1 && !offer)) throw redirect("/till/setup");
  return { user, place, offers, offer, canChange: places.length > 1 || offers.length > 1 };
}

/** The agreement that this till books to: the chosen one, or the only one. */
export function offerOf({ offers, choice }: Pick<DeskOptions, "offers" | "choice">): Offer | null {
  const only = offers.length === 1 ? offers[0] : undefined;
  return offers.find(({ fundId }) => fundId === choice.fundId) ?? only ?? null;
}
