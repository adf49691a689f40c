import { describe, expect, it } from "vitest";
import { listOpenAlerts, raiseAlert } from "#app/features/donations/alerts.server.ts";
import { openGivingDay } from "#app/features/donations/giving-days.server.ts";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { action, loader } from "#app/routes/workspace.giving-days.tsx";
import { makeFund, makeOrganization } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const PATH = "/workspace/giving-days";
const send = async (userId: string, form: Record<string, string>) =>
  action({
    request: await requestOf(userId, PATH, { method: "POST", body: new URLSearchParams(form) }),
    context: {},
    params: {},
  });
const open = async (userId: string | null) =>
  loader({ request: await requestOf(userId, PATH), context: {}, params: {} });
const statusOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : thrown),
  );
const tomorrow = addDays(shanghaiDay(new Date()), 1);

async function makePlace() {
  const { organizationId, credentialId } = await makeOrganization();
  const fundId = await makeFund(organizationId);
  return { organizationId, credentialId, fundId, clerk: await makeMember(organizationId, "charity-clerk") };
}

describe("giving days", () => {
  it("are registered in China's time, shown, and ended early, by the charity's own people alone", async () => {
    const { fundId, clerk } = await makePlace();
    const day = { fund: fundId, day: tomorrow, from: "09:00", to: "17:30", expected: "800" };
    expect((await send(clerk, day)).data).toMatchObject({ done: "register", errors: {} });
    const { days } = await open(clerk);
    expect(days).toMatchObject([
      { fundId, expectedGifts: 800, startsAt: new Date(`${tomorrow}T09:00:00+08:00`) },
    ]);
    const during = new Date(`${tomorrow}T12:00:00+08:00`);
    expect(await openGivingDay(fundId, during)).toMatchObject({ expectedGifts: 800 });
    const stranger = (await makePlace()).clerk;
    const id = days[0]?.id ?? "";
    expect(await statusOf(send(stranger, { cancel: id }))).toBe(404);
    expect((await send(stranger, day)).data.errors).toEqual({ fund: "refused_unknown-fund" });
    expect((await send(clerk, { cancel: id })).data.done).toBe("cancel");
    expect(await openGivingDay(fundId, during)).toBeNull();
  });

  it.each([
    [
      {},
      {
        fund: "fundMissing",
        day: "dayMissing",
        from: "timeMissing",
        to: "timeMissing",
        expected: "expectedMissing",
      },
    ],
    [{ day: "2026-13-40", from: "09:00", to: "10:00", expected: "5" }, { day: "dayMissing" }],
    [{ day: tomorrow, from: "10:00", to: "09:00", expected: "5" }, { to: "refused_over" }],
    [{ day: "2020-01-01", from: "09:00", to: "10:00", expected: "5" }, { to: "refused_over" }],
    [{ day: "2999-01-01", from: "09:00", to: "10:00", expected: "5" }, { day: "refused_too-far" }],
    [{ day: tomorrow, from: "09:00", to: "10:00", expected: "0" }, { expected: "refused_expected" }],
    [{ day: tomorrow, from: "09:00", to: "10:00", expected: "x" }, { expected: "expectedMissing" }],
  ])("with %j are refused beside their fields", async (over: Record<string, string>, errors) => {
    const { fundId, clerk } = await makePlace();
    const form = Object.keys(over).length === 0 ? {} : { fund: fundId, ...over };
    const answer = await send(clerk, form);
    expect(answer.init?.status).toBe(422);
    expect(answer.data).toMatchObject({ typed: form, errors });
    for (const key of Object.values(errors))
      for (const lng of ["zh", "en"])
        expect(dictionary.exists(key, { ns: "givingDays", lng }), key).toBe(true);
    expect(await db.rows("select 1 from giving_day")).toEqual([]);
  });

  it("stand beside the charity's own alerts, which its people mark as dealt with", async () => {
    const { organizationId, credentialId, clerk } = await makePlace();
    const alert = { kind: "fraud-warning" as const, subject: "issfr_1", organizationId, credentialId };
    await raiseAlert({ ...alert, seenCount: 1 }, new Date());
    const id = (await open(clerk)).alerts[0]?.id ?? "";
    const stranger = (await makePlace()).clerk;
    expect((await open(stranger)).alerts).toEqual([]);
    expect(await statusOf(send(stranger, { alert: id }))).toBe(404);
    expect((await send(clerk, { alert: id })).data.done).toBe("alert");
    expect(await listOpenAlerts(null)).toEqual([]);
    // Told again tomorrow it is the same warning.
    await raiseAlert({ ...alert, seenCount: 1 }, new Date(Date.now() + 86_400_000));
    expect(await listOpenAlerts(null)).toEqual([]);
  });

  it("are closed to everybody else", async () => {
    const { organizationId } = await makePlace();
    for (const role of ["merchant", "trustee", "operator"] as const)
      expect(await statusOf(open(await makeMember(organizationId, role)))).toBe(403);
    expect(await statusOf(open(null))).toBe(302);
  });
});
