import { createHash, timingSafeEqual } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedText } from "#app/lib/ids.ts";
import { fingerprint, seal } from "#app/lib/seal.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { birthDayOf, idCheckDigitFits, isMinorOn } from "./id-number.ts";
import { type AidPerson, personPlace } from "./person.ts";
import type { TypedApplication } from "./schema.ts";

const REFERENCE_LENGTH = 8;
/** 60 bits, and tries are counted: short enough to be copied from paper onto an old phone. */
const TOKEN_LENGTH = 12;

export interface NewCase {
  id: string;
  organizationId: string;
  programmeId: string;
  fundId: string;
  origin: "person" | "helper" | "station" | "list";
  listId: string | null;
  lineNo: number | null;
  filledById: string | null;
  typed: TypedApplication;
  receivedAt: Date;
}

/** What an applicant asks by. Both follow from the case's id and the site's secret: a form sent twice gets the same. */
export function caseReference(caseId: string): string {
  return `J${derivedText(REFERENCE_LENGTH, env().SESSION_SECRET, "aid-reference", caseId)}`.toUpperCase();
}

export const caseToken = (caseId: string): string =>
  derivedText(TOKEN_LENGTH, env().SESSION_SECRET, "aid-token", caseId);

const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** As people copy it: in capitals, with gaps. */
export const plainToken = (text: string): string =>
  text.normalize("NFKC").replace(/[\s-]/g, "").toLowerCase();

/** Whether a token opens the case with this stored hash. */
export function caseTokenOpens(token: string, storedHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOfToken(plainToken(token))), Buffer.from(storedHash));
}

/** By which the same person is found again within one organization, and by nobody else. */
export const personHash = (organizationId: string, idNumber: string): Buffer =>
  fingerprint("aid-person", organizationId, idNumber);

/** Under age on the day the application came, by the day of birth in the ID number. */
export function isMinorApplicant(idNumber: string, at: Date): boolean {
  const born = birthDayOf(idNumber);
  return born !== null && isMinorOn(born, shanghaiDay(at));
}

function personOf(typed: TypedApplication): AidPerson {
  const { town: _town, householdClass: _class, urgent: _urgent, ...person } = typed;
  return person;
}

/** Writes applications in one statement; those whose id is there already are left as they are. Gives the ids that are new. */
export async function insertCases(tx: Sql, cases: readonly NewCase[]): Promise<Set<string>> {
  const sealed = cases.map(({ id, typed }) => seal(personPlace(id), personOf(typed)));
  const rows = await tx.rows<{ id: string }>(
    `insert into aid_case (id, organization_id, programme_id, fund_id, reference, token_hash, content_hash, origin,
       list_id, line_no, division_code, household_class, is_minor, is_urgent, id_number_odd, person_hash, person_key_id,
       person_sealed, filled_by_id, received_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[],
       $8::text[], $9::uuid[], $10::int[], $11::text[], $12::text[], $13::bool[], $14::bool[], $15::bool[],
       $16::bytea[], $17::text[], $18::bytea[], $19::uuid[], $20::timestamptz[])
     on conflict do nothing returning id`,
    [
      cases.map(({ id }) => id),
      cases.map(({ organizationId }) => organizationId),
      cases.map(({ programmeId }) => programmeId),
      cases.map(({ fundId }) => fundId),
      cases.map(({ id }) => caseReference(id)),
      cases.map(({ id }) => hashOfToken(caseToken(id))),
      cases.map((one) => contentHash(one)),
      cases.map(({ origin }) => origin),
      cases.map(({ listId }) => listId),
      cases.map(({ lineNo }) => lineNo),
      cases.map(({ typed }) => typed.town),
      cases.map(({ typed }) => typed.householdClass),
      cases.map(({ typed, receivedAt }) => isMinorApplicant(typed.idNumber, receivedAt)),
      cases.map(({ typed }) => typed.urgent),
      cases.map(({ typed }) => !idCheckDigitFits(typed.idNumber)),
      cases.map(({ organizationId, typed }) => personHash(organizationId, typed.idNumber)),
      sealed.map(({ keyId }) => keyId),
      sealed.map((one) => one.sealed),
      cases.map(({ filledById }) => filledById),
      cases.map(({ receivedAt }) => receivedAt),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * The id of what one form says on one day: the form carries none, so that it is the same page for everybody and works
 * without a script; sent twice it is one application, and going back to fill it in for the next person makes another.
 */
export function applicationId(programmeId: string, typed: TypedApplication, now: Date): string {
  const content = JSON.stringify([typed, shanghaiDay(now)]);
  const hex = fingerprint("aid-application", programmeId, content).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** By which a form sent twice is told from another form with the same hidden id. */
export function contentHash(one: Pick<NewCase, "organizationId" | "programmeId" | "typed">): Buffer {
  return fingerprint("aid-content", one.organizationId, JSON.stringify([one.programmeId, one.typed]));
}
