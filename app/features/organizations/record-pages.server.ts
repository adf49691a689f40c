import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { listDivisions } from "#app/features/regions/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { CHANGE_COLUMNS, type OrganizationChange } from "./change-rows.server.ts";
import { type CorrectRefusal, correctOrganization } from "./correct-organization.server.ts";
import { readOrganization } from "./current-facts.server.ts";
import { type FactErrors, readFacts, type TypedFacts, typedFacts } from "./facts-form.ts";
import { EMPTY_ROWS, MOST_ROWS, rowsOf, typedOf } from "./facts-form-rows.ts";
import { qualificationHints } from "./qualification-hints.ts";
import { isApplicant, type RegisterRefusal, registerOrganization } from "./register-organization.server.ts";

/** A form that comes back: as it was typed, with what is wrong. */
export interface RecordAnswer {
  typed: TypedFacts;
  errors: FactErrors;
  refusal: RegisterRefusal | CorrectRefusal | null;
}

/** Places with a bureau of their own: cities and counties. */
const BUREAU_LEVELS = ["city", "county"];

interface Who {
  userId: string;
  now: Date;
}

const again = (answer: RecordAnswer, status: number) =>
  data<RecordAnswer>(answer, { status, headers: PRIVATE_HEADERS });

/** The same form with a few more empty rows. */
function withMoreRows(typed: TypedFacts): TypedFacts {
  const more = (kind: "person" | "party") => String(Math.min(rowsOf(typed, kind) + EMPTY_ROWS, MOST_ROWS));
  return { ...typed, personRows: more("person"), partyRows: more("party") };
}

/** What the page of a new registration needs. A site that is one charity's own says so before anybody types. */
export async function loadNewRegistration() {
  const [places, charities] = await Promise.all([
    listDivisions(BUREAU_LEVELS),
    db.rows("select from organization where kind = 'charity' and state <> 'refused' limit 1"),
  ]);
  const isFull = env().DEPLOYMENT_MODE === "own-site" && charities.length > 0;
  return { places, isFull, changeId: randomUUID() };
}

/** Reads a registration and sends it; `organizationId` names one that was sent back. */
export async function actOnRegistration(form: FormData, who: Who & { organizationId: string | null }) {
  const typed = typedFacts(form);
  if (form.get("intent") === "more-rows")
    return again({ typed: withMoreRows(typed), errors: {}, refusal: null }, 200);
  const reading = readFacts(typed, null, shanghaiDay(who.now));
  if (!reading.ok) return again({ typed, errors: reading.errors, refusal: null }, 422);
  const { organizationId, userId, now } = who;
  const changeId = changeIdOf(form);
  const result = await registerOrganization({ changeId, organizationId, userId, facts: reading.facts, now });
  if (result.ok) return redirect(`/account/organizations/${result.organizationId}?done=sent`);
  const errors: FactErrors = result.reason === "code-known" ? { uscc: "errCodeKnown" } : {};
  return again({ typed, errors, refusal: result.reason }, 409);
}

/** A form's own id; what is no id was not made by our form and gets a new one. */
function changeIdOf(form: FormData): string {
  const id = String(form.get("changeId") ?? "");
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : randomUUID();
}

/** An application for the person who made it; throws 404 for everybody else. */
export async function loadApplication(organizationId: string, userId: string) {
  const organization = await readOrganization(db, organizationId);
  if (!organization || !(await isApplicant(db, organizationId, userId)))
    throw new Response(null, { status: 404 });
  const [changes, places] = await Promise.all([listChanges(organizationId), listDivisions(BUREAU_LEVELS)]);
  const { facts, state } = organization;
  return { organizationId, facts, state, changes, places, typed: typedOf(facts), changeId: randomUUID() };
}

export type ListedChange = OrganizationChange & { proposedBy: string; decidedBy: string | null };

/** Everything that was asked for and decided about an organization's record, the newest first. */
export async function listChanges(organizationId: string): Promise<ListedChange[]> {
  return db.rows<ListedChange>(
    `select ${CHANGE_COLUMNS}, u.name as "proposedBy", d.name as "decidedBy"
     from organization_change c join app_user u on u.id = c.proposed_by_id
     left join app_user d on d.id = c.decided_by_id
     where c.organization_id = $1 order by c.proposed_at desc, c.id limit 100`,
    [organizationId],
  );
}

/** What a person's registrations have come to. */
export async function listApplications(userId: string) {
  return db.rows<{ id: string; name: string; state: "applied" | "returned" | "active" | "refused" }>(
    `select o.id, o.name, o.state from organization o
     where exists (select from organization_change c where c.organization_id = o.id and c.kind = 'registration'
                   and c.proposed_by_id = $1) order by o.created_at desc, o.id limit 50`,
    [userId],
  );
}

/** The record of a member's own organization, with what waits and what was changed. */
export async function loadRecord(organizationId: string, now: Date) {
  const organization = await readOrganization(db, organizationId);
  if (!organization) throw new Response(null, { status: 404 });
  const [changes, places] = await Promise.all([listChanges(organizationId), listDivisions(BUREAU_LEVELS)]);
  const { facts, slug } = organization;
  // Not every place of an older record is a city or a county; it stays to be chosen.
  const own = places.some(({ code }) => code === facts.divisionCode)
    ? []
    : await db.rows<(typeof places)[number]>(
        `select code, name, name_en as "nameEn", level, parent_code as "parentCode",
                units_administered as "unitsAdministered" from division where code = $1`,
        [facts.divisionCode],
      );
  return {
    slug,
    facts,
    changes,
    places: [...own, ...places],
    typed: typedOf(facts),
    hints: facts.kind === "charity" ? qualificationHints(facts, shanghaiDay(now)) : [],
    changeId: randomUUID(),
  };
}

/** Sends a change of a registered organization's record. */
export async function actOnRecord(form: FormData, who: Who & { organizationId: string }) {
  const typed = typedFacts(form);
  if (form.get("intent") === "more-rows")
    return again({ typed: withMoreRows(typed), errors: {}, refusal: null }, 200);
  const organization = await readOrganization(db, who.organizationId);
  const reading = readFacts(typed, organization?.facts ?? null, shanghaiDay(who.now));
  if (!reading.ok) return again({ typed, errors: reading.errors, refusal: null }, 422);
  const note = String(form.get("note") ?? "");
  const result = await correctOrganization({
    ...who,
    changeId: changeIdOf(form),
    facts: reading.facts,
    note,
  });
  if (result.ok) return redirect(`/workspace/organization?done=${result.outcome}`);
  const errors: FactErrors =
    result.reason === "code-known"
      ? { uscc: "errCodeKnown" }
      : result.reason === "note"
        ? { note: "errNote" }
        : {};
  return again({ typed, errors, refusal: result.reason }, result.reason === "note" ? 422 : 409);
}
