import { describe, expect, it } from "vitest";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { currentUser, requireRole, requireUser } from "#app/features/identity/guards.server.ts";
import { membershipsOf } from "#app/features/identity/queries.server.ts";
import { makeOrganization } from "#tests/factories/books.ts";
import { makeMember, makeUser, requestOf } from "#tests/factories/people.ts";

const thrownBy = async (work: Promise<unknown>): Promise<Response> => {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error("no Response was thrown");
  return thrown;
};

describe("guards", () => {
  it("know who is signed in, and nobody by a made-up cookie", async () => {
    const userId = await makeUser();
    expect(await currentUser(await requestOf(userId))).toMatchObject({ id: userId });
    expect(await currentUser(await requestOf(null))).toBeNull();
    const headers = { Cookie: `session=${"x".repeat(43)}; other=1` };
    expect(await currentUser(await requestOf(null, "/account", { headers }))).toBeNull();
  });

  it("send strangers to the sign-in page and back", async () => {
    const response = await thrownBy(requireUser(await requestOf(null, "/workspace/books?page=2")));
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      "/login?next=%2Fworkspace%2Fbooks%3Fpage%3D2",
    ]);
  });

  it("let in by role and organization: 403 without the role, 404 with it elsewhere", async () => {
    const { organizationId: mine } = await makeOrganization();
    const { organizationId: other } = await makeOrganization();
    const clerk = await makeMember(mine, "charity-clerk");
    const ask = async (userId: string, organizationId?: string) =>
      requireRole(await requestOf(userId), ["charity-clerk", "charity-approver"], organizationId);
    expect((await ask(clerk, mine)).memberships).toMatchObject([
      { organizationId: mine, role: "charity-clerk" },
    ]);
    expect((await ask(clerk)).user.id).toBe(clerk);
    expect((await thrownBy(ask(clerk, other))).status).toBe(404);
    expect((await thrownBy(ask(await makeUser(), mine))).status).toBe(403);
    expect((await thrownBy(requireRole(await requestOf(clerk), ["operator"]))).status).toBe(403);
  });

  it("count a role that was given twice once, and none that this version does not know", async () => {
    const { organizationId } = await makeOrganization();
    const userId = await makeMember(organizationId, "merchant");
    await Promise.all(
      [1, 2].map(() => grantMembership({ organizationId, userId, role: "merchant" }, new Date())),
    );
    await grantMembership({ organizationId, userId, role: "emperor" as "merchant" }, new Date());
    expect((await membershipsOf(userId)).map(({ role }) => role)).toEqual(["merchant"]);
  });
});
