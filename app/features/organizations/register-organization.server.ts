import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { newOrganizationId } from "#app/lib/ids.ts";
import { findChange, insertChange, refusedByRegister } from "./change-rows.server.ts";
import { readOrganization } from "./current-facts.server.ts";
import { FACT_KEYS, type OrganizationFacts } from "./facts.ts";
import { writeFacts } from "./write-facts.server.ts";

/** Registrations that one person may have under way at once: more are somebody else's names. */
const MOST_APPLICATIONS = 5;

export type RegisterRefusal =
  | "code-known"
  | "place-unknown"
  | "second-charity"
  | "too-many"
  | "not-yours"
  | "not-returned";

export type RegisterResult =
  | { ok: true; organizationId: string; repeated: boolean }
  | { ok: false; reason: RegisterRefusal };

export interface Registering {
  /** Chosen by the form, so that sending it twice applies once. */
  changeId: string;
  /** The application that was sent back and is sent again; null for a new one. */
  organizationId: string | null;
  userId: string;
  facts: OrganizationFacts;
  now: Date;
}

/**
 * Applies for an organization to be on this site. Nothing of it is public, and it can neither hold money nor take
 * any, until an officer of the bureau of its place has accepted it. A site that is one charity's own
 * (DEPLOYMENT_MODE own-site) has room for that charity alone: 慈善法 Art. 27 lets a charity use its own site,
 * several together need a platform that the ministry designated. Safe to call again and at once.
 */
export async function registerOrganization(registering: Registering): Promise<RegisterResult> {
  return transaction(async (tx): Promise<RegisterResult> => {
    // One at a time: two forms with the same code, or two first charities, must not both find the place free.
    await tx.run("select pg_advisory_xact_lock(hashtextextended('register organization', 0))");
    const known = await findChange(tx, registering.changeId);
    if (known) {
      if (known.proposedById !== registering.userId) return { ok: false, reason: "not-yours" };
      return { ok: true, organizationId: known.organizationId, repeated: true };
    }
    const refusal = await refusalOf(tx, registering);
    if (refusal) return { ok: false, reason: refusal };
    const organizationId = registering.organizationId ?? (await insertApplied(tx, registering));
    await tx.run("update organization set state = 'applied' where id = $1", [organizationId]);
    await writeFacts(tx, organizationId, registering.facts);
    await insertChange(tx, {
      id: registering.changeId,
      organizationId,
      kind: "registration",
      facts: registering.facts,
      fields: FACT_KEYS,
      note: "",
      proposedById: registering.userId,
      proposedAt: registering.now,
      state: "waiting",
    });
    await recordAct(tx, {
      organizationId,
      userId: registering.userId,
      act: "registration-sent",
      subjectKind: "organization",
      subjectId: organizationId,
      details: { override: registering.facts.usccOverrideReason !== null },
      now: registering.now,
    });
    return { ok: true, organizationId, repeated: false };
  });
}

async function refusalOf(tx: Sql, registering: Registering): Promise<RegisterRefusal | null> {
  const { organizationId, userId, facts } = registering;
  if (organizationId === null) {
    const [open] = await tx.rows<{ count: number }>(
      `select count(distinct o.id)::int as count from organization o
       join organization_change c on c.organization_id = o.id and c.kind = 'registration'
       where c.proposed_by_id = $1 and o.state in ('applied', 'returned')`,
      [userId],
    );
    if ((open?.count ?? 0) >= MOST_APPLICATIONS) return "too-many";
  } else {
    const own = await readOrganization(tx, organizationId, true);
    if (!own || !(await isApplicant(tx, organizationId, userId))) return "not-yours";
    if (own.state !== "returned") return "not-returned";
  }
  if (facts.kind === "charity" && env().DEPLOYMENT_MODE === "own-site") {
    const others = await tx.rows(
      `select from organization where kind = 'charity' and state <> 'refused' and id is distinct from $1 limit 1`,
      [organizationId],
    );
    if (others.length > 0) return "second-charity";
  }
  return refusedByRegister(tx, facts, organizationId);
}

/** Whether this person applied for the organization. */
export async function isApplicant(sql: Sql, organizationId: string, userId: string): Promise<boolean> {
  const found = await sql.rows(
    `select from organization_change where organization_id = $1 and kind = 'registration' and proposed_by_id = $2 limit 1`,
    [organizationId, userId],
  );
  return found.length > 0;
}

async function insertApplied(tx: Sql, { facts, now }: Registering): Promise<string> {
  const id = newOrganizationId();
  await tx.run(
    `insert into organization (id, slug, kind, name, name_en, division_code, state, created_at)
     values ($1, $2, $3, $4, $5, $6, 'applied', $7)`,
    [id, await freeSlug(tx, facts.nameEn, id), facts.kind, facts.name, facts.nameEn, facts.divisionCode, now],
  );
  return id;
}

/** The English name as an address; the id where there is none or another has it. */
async function freeSlug(tx: Sql, nameEn: string, id: string): Promise<string> {
  const slug = nameEn
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48);
  if (slug.length < 3) return id;
  const taken = await tx.rows("select from organization where slug = $1", [slug]);
  return taken.length === 0 ? slug : `${slug}-${id.slice(-4)}`;
}
