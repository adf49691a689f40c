import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordOverseasBasis } from "#app/features/organizations/record-overseas-basis.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";

async function member(organizationId: string, role: string): Promise<string> {
  const id = randomUUID();
  await db.run("insert into app_user (id, email, name) values ($1, $2, '演示')", [id, `${id}@example.org`]);
  await db.run("insert into membership (organization_id, user_id, role) values ($1, $2, $3)", [
    organizationId,
    id,
    role,
  ]);
  return id;
}
const basisOf = async (organizationId: string) =>
  (
    await db.rows<{ basis: string | null }>(
      `select overseas_card_basis as basis from organization where id = $1`,
      [organizationId],
    )
  )[0]?.basis;

describe("recordOverseasBasis", () => {
  it("opens and closes the channel, by an approver of that organization alone", async () => {
    const { organizationId } = await makeOrganization();
    const stranger = await makeOrganization();
    const approver = await member(organizationId, "charity-approver");
    const record = (userId: string, basis: string) =>
      recordOverseasBasis({ organizationId, userId, basis, now: NOW });
    const basis = "县民政局备案 2026-03 号，2026-03-01";
    expect(await record(await member(organizationId, "charity-clerk"), basis)).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await record(await member(stranger.organizationId, "charity-approver"), basis)).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await basisOf(organizationId)).toBeNull();
    expect(await Promise.all([record(approver, basis), record(approver, basis)])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await basisOf(organizationId)).toBe(basis);
    expect(await record(approver, "可以")).toEqual({ ok: false, reason: "too-short" });
    expect(await record(approver, "长".repeat(501))).toEqual({ ok: false, reason: "too-long" });
    expect(await record(approver, "  ")).toEqual({ ok: true });
    expect(await basisOf(organizationId)).toBeNull();
  });
});
