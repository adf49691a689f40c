import { data, redirect } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { waitingChange } from "#app/features/organizations/change-rows.server.ts";
import { codeHints } from "#app/features/organizations/code-hints.ts";
import { readOrganization } from "#app/features/organizations/current-facts.server.ts";
import {
  DECISIONS,
  type DecideRefusal,
  type Decision,
  decideChange,
} from "#app/features/organizations/decide-change.server.ts";
import { withFacts } from "#app/features/organizations/facts.ts";
import { qualificationHints } from "#app/features/organizations/qualification-hints.ts";
import { listChanges } from "#app/features/organizations/record-pages.server.ts";
import { supervises } from "#app/features/organizations/supervises.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** What an officer typed and why it was not taken. */
export interface DecisionAnswer {
  refusal: DecideRefusal;
  decision: Decision | null;
  reason: string;
}

/** The file of an organization for an officer of its place; throws 404 for anybody else's. */
export async function loadOrganizationFile(organizationId: string, officerId: string, now: Date) {
  const [organization, isOwn] = await Promise.all([
    readOrganization(db, organizationId),
    supervises(db, officerId, organizationId),
  ]);
  if (!organization || !isOwn) throw new Response(null, { status: 404 });
  const [changes, waiting, places] = await Promise.all([
    listChanges(organizationId),
    waitingChange(db, organizationId),
    db.rows<{ name: string; nameEn: string }>(
      `select v.name, v.name_en as "nameEn" from organization o join division v on v.code = o.division_code where o.id = $1`,
      [organizationId],
    ),
  ]);
  const { facts, slug, state } = organization;
  const asked = waiting ? withFacts(facts, waiting.facts, waiting.fields) : facts;
  return {
    organizationId,
    slug,
    state,
    facts,
    place: places[0] ?? { name: facts.divisionCode, nameEn: facts.divisionCode },
    asked,
    waiting: changes.find(({ id }) => id === waiting?.id) ?? null,
    isOwnRequest: waiting?.proposedById === officerId,
    changes,
    hints: asked.kind === "charity" ? qualificationHints(asked, shanghaiDay(now)) : [],
    codeHints: codeHints(asked),
  };
}
export type OrganizationFile = Awaited<ReturnType<typeof loadOrganizationFile>>;

/** Decides what waits. */
export async function actOnOrganizationFile(
  form: FormData,
  who: { organizationId: string; officerId: string; now: Date },
) {
  const decision = DECISIONS.find((one) => one === form.get("decision")) ?? null;
  const reason = String(form.get("reason") ?? "").slice(0, 1_000);
  const refuse = (refusal: DecideRefusal, status: number) =>
    data<DecisionAnswer>({ refusal, decision, reason }, { status, headers: PRIVATE_HEADERS });
  if (decision === null) return refuse("decision", 422);
  const { officerId, now } = who;
  const result = await decideChange({
    changeId: String(form.get("changeId")),
    officerId,
    decision,
    reason,
    now,
  });
  if (result.ok) return redirect(`/supervision/organizations/${who.organizationId}?done=${decision}`);
  return refuse(result.reason, result.reason === "reason" ? 422 : 409);
}
