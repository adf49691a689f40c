import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addEndpoint } from "#app/features/consumption/webhooks/add-endpoint.server.ts";
import {
  chooseTypes,
  removeEndpoint,
  resend,
  rotateSecret,
  sendTest,
  turnOff,
  turnOn,
} from "#app/features/consumption/webhooks/change-endpoint.server.ts";
import { CHECKING_SAMPLE } from "#app/features/consumption/webhooks/checking-sample.ts";
import { deliverWebhooks, takeDue } from "#app/features/consumption/webhooks/deliver-webhooks.server.ts";
import { pruneWebhooks, resealWebhooks } from "#app/features/consumption/webhooks/keep-webhooks.server.ts";
import {
  findDelivery,
  findEndpoint,
  listDeliveries,
} from "#app/features/consumption/webhooks/queries.server.ts";
import { announce } from "#app/features/consumption/webhooks/request-delivery.server.ts";
import { MOST_ATTEMPTS } from "#app/features/consumption/webhooks/retry-times.ts";
import { spreadEvents } from "#app/features/consumption/webhooks/spread-events.server.ts";
import {
  actOnEndpoint,
  addFromForm,
  loadEndpoint,
  loadMessage,
  loadWebhooks,
  resendFromForm,
} from "#app/features/consumption/webhooks/webhooks-work.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import * as environment from "#app/lib/env.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeAgreement, makeCampaign, makeEnterprise } from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { isSignedBy, startReceiver } from "#tests/factories/webhook-receiver.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
/** No jitter, so that the test knows the moments. */
const world = { random: () => 0 };

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

async function makePlace(types: readonly string[] = ["statement.drawn"]) {
  const campaign = await makeCampaign();
  const merchantId = await makeEnterprise();
  const userId = await makeMember(merchantId, "merchant");
  const at = (now: Date = NOW) => ({ id: endpointId, organizationId: merchantId, userId, now });
  const endpointId = randomUUID();
  const added = await addEndpoint({ ...at(), url: receiver.url, types });
  if (!added.ok) throw new Error(added.reason);
  const agreementId = await makeAgreement(campaign, merchantId);
  return { ...campaign, merchantId, userId, endpointId, agreementId, secret: added.secret, at };
}
type Place = Awaited<ReturnType<typeof makePlace>>;

/** A statement of 12.34 yuan, announced in its own transaction. */
async function drawStatement(place: Place, at: Date = NOW): Promise<string> {
  const id = newFundScopedId("s", place.fundId);
  await transaction(async (tx) => {
    await tx.run(
      `insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
         period_to, amount_fen, order_count, return_count, drawn_at, confirm_by, pay_by)
       select $1, $2, count(*) + 1, $3, $4, $5, '2026-10-01', '2026-10-31', 1234, 7, 1, $6, '2026-11-10', '2026-11-15'
       from consumption_statement where agreement_id = $2`,
      [id, place.agreementId, place.fundId, place.organizationId, place.merchantId, at],
    );
    const event = { organizationId: place.merchantId, type: "statement.drawn", subjectId: id, at } as const;
    await announce(tx, event);
    await announce(tx, event);
  });
  return id;
}

const onlyDelivery = async (place: Place) => {
  const [delivery, ...others] = await listDeliveries(place.endpointId, { after: null, limit: 10 });
  expect(others).toEqual([]);
  if (!delivery) throw new Error("no delivery");
  return delivery;
};

describe("webhooks", () => {
  it("tell what happened with codes and figures alone, signed as the specification says", async () => {
    const place = await makePlace();
    const statementId = await drawStatement(place);
    await transaction(async (tx) => {
      const other = { organizationId: place.merchantId, subjectId: place.agreementId, at: NOW } as const;
      await announce(tx, { ...other, type: "agreement.ended" }); // not subscribed
    });
    await expect(
      transaction(async (tx) => {
        await announce(tx, {
          organizationId: place.merchantId,
          type: "statement.drawn",
          subjectId: "s-never",
          at: NOW,
        });
        throw new Error("the fact is not there");
      }),
    ).rejects.toThrow("not there");
    expect(await Promise.all([spreadEvents(NOW), spreadEvents(NOW)])).toEqual(expect.arrayContaining([2, 0]));
    expect(await Promise.all([deliverWebhooks(NOW, world), deliverWebhooks(NOW, world)])).toEqual(
      expect.arrayContaining([1, 0]),
    );
    expect(receiver.received).toHaveLength(1);
    const [message] = receiver.received;
    if (!message) throw new Error("nothing received");
    expect(isSignedBy(place.secret, message)).toBe(true);
    const sample = await import(`data:text/javascript,${encodeURIComponent(CHECKING_SAMPLE)}`);
    expect(sample.isFromMingshan(place.secret, message.headers, message.body, NOW.getTime())).toBe(true);
    expect(sample.isFromMingshan(place.secret, message.headers, `${message.body} `, NOW.getTime())).toBe(
      false,
    );
    expect(sample.isFromMingshan(place.secret, message.headers, message.body, NOW.getTime() + HOUR)).toBe(
      false,
    );
    expect(isSignedBy(place.secret, { ...message, body: message.body.replace("1234", "1235") })).toBe(false);
    expect(isSignedBy(`whsec_${Buffer.alloc(32).toString("base64")}`, message)).toBe(false);
    expect(message.headers["webhook-timestamp"]).toBe(String(NOW.getTime() / 1000));
    expect(message.headers["webhook-id"]).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(JSON.parse(message.body)).toEqual({
      type: "statement.drawn",
      timestamp: NOW.toISOString(),
      data: {
        statementId,
        agreementId: place.agreementId,
        campaign: place.slug,
        number: 1,
        periodFrom: "2026-10-01",
        periodTo: "2026-10-31",
        amountFen: 1234,
        currency: "CNY",
        orderCount: 7,
        returnCount: 1,
        confirmBy: "2026-11-10",
        payBy: "2026-11-15",
      },
    });
    expect(await onlyDelivery(place)).toMatchObject({ attempts: 1, nextAt: null, lastStatus: 204 });
    await expect(db.run("update webhook_attempt set status = 200")).rejects.toThrow(/permission denied/);
    await expect(db.run("update webhook_event set body = '{}'")).rejects.toThrow(/append-only/);
  });

  it("comes again with the same id and bytes until it is taken, and again by hand", async () => {
    const place = await makePlace();
    await drawStatement(place);
    await spreadEvents(NOW);
    receiver.answerWith((response) => response.writeHead(500).end());
    await deliverWebhooks(NOW, world);
    expect(await deliverWebhooks(later(4 * SECOND), world)).toBe(0);
    receiver.answerWith((response) => response.writeHead(302, { Location: receiver.url }).end());
    await deliverWebhooks(later(5 * SECOND), world);
    expect(await findEndpoint([place.merchantId], place.endpointId)).toMatchObject({ failingSince: NOW });
    receiver.answerWith(() => undefined);
    const slow = later(5 * SECOND + 300 * SECOND);
    await deliverWebhooks(slow, { ...world, timeoutMs: 50 });
    receiver.answerWith((response) => {
      response.writeHead(200);
      // A body without end is not read to its end.
      const more = setInterval(() => response.write("x".repeat(8_192)), 1);
      response.on("close", () => clearInterval(more));
    });
    await deliverWebhooks(new Date(slow.getTime() + HOUR), world);
    const { eventId } = await onlyDelivery(place);
    const found = await findDelivery(place.endpointId, eventId);
    expect(found?.attempts.map(({ number, status, outcome }) => [number, status, outcome])).toEqual([
      [4, 200, "delivered"],
      [3, null, "timeout"],
      [2, 302, "redirect"],
      [1, 500, "status"],
    ]);
    expect(receiver.received).toHaveLength(4); // the redirect was not followed
    expect(await findEndpoint([place.merchantId], place.endpointId)).toMatchObject({
      failingSince: null,
      waitingCount: 0n,
    });
    expect(await resend(place.at(), eventId)).toEqual({ ok: true });
    expect(await resend(place.at(), randomUUID())).toEqual({ ok: false, reason: "not-found" });
    expect(await resend({ ...place.at(), organizationId: "oelsewhere" }, eventId)).toMatchObject({
      ok: false,
    });
    receiver.answerWith((response) => response.writeHead(503).end());
    await deliverWebhooks(later(48 * HOUR), world);
    // It was delivered before: one failed repetition starts no new round.
    expect(await onlyDelivery(place)).toMatchObject({ attempts: 5, nextAt: null, givenUpAt: null });
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-signature"])).size).toBe(5);
  });

  it("loses nothing when a worker dies between sending and recording, and leaves others their turn", async () => {
    const place = await makePlace();
    for (let count = 0; count < 12; count += 1) await drawStatement(place, later(count));
    await spreadEvents(later(SECOND));
    // Taken, perhaps sent, never recorded.
    const taken = await takeDue(later(SECOND));
    expect(taken).toHaveLength(10);
    const rest = await deliverWebhooks(later(2 * SECOND), world);
    expect(rest).toBe(2);
    expect(await deliverWebhooks(later(60 * SECOND), world)).toBe(0);
    expect(await deliverWebhooks(later(122 * SECOND), world)).toBe(10);
    expect(receiver.received).toHaveLength(12);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(12);
  });

  it("are turned off after three days without one taken, with one mail, and go on where they stopped", async () => {
    const place = await makePlace();
    await drawStatement(place);
    await spreadEvents(NOW);
    await receiver.stop(); // nobody listens
    let now = NOW;
    for (let tries = 1; tries <= MOST_ATTEMPTS; tries += 1) {
      expect(await deliverWebhooks(now, world)).toBe(1);
      now = (await onlyDelivery(place)).nextAt ?? now;
    }
    const days = (now.getTime() - NOW.getTime()) / (24 * HOUR);
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(3.5);
    expect(await onlyDelivery(place)).toMatchObject({
      attempts: MOST_ATTEMPTS,
      nextAt: null,
      givenUpAt: now,
      lastOutcome: "refused",
    });
    expect(await findEndpoint([place.merchantId], place.endpointId)).toMatchObject({
      disabledAt: now,
      disabledReason: "failures",
    });
    const mails = await db.rows<{ subject: string; text: string }>("select subject, text from outgoing_mail");
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`/workspace/sales/webhooks/${place.endpointId}`);
    expect(await sendTest(place.at(now))).toEqual({ ok: false, reason: "is-off" });
    await drawStatement(place, now); // while it is off
    await spreadEvents(now);
    const back = await startReceiver();
    receiver = back;
    await db.rows("select 1");
    expect(await turnOn(place.at(now))).toEqual({ ok: true });
    expect(await turnOn(place.at(now))).toEqual({ ok: true });
    // The same address would be a matter of luck, so what was kept is looked at instead of heard.
    expect((await takeDue(now)).map(({ body }) => JSON.parse(body).type)).toEqual(["statement.drawn"]);
    expect(await db.rows("select act from organization_act where act = 'webhook-enabled'")).toHaveLength(1);
  });

  it("is turned off at once by 410, told its test by button, and changes its secret without losing a message", async () => {
    const place = await makePlace();
    expect(await sendTest(place.at())).toEqual({ ok: true });
    expect(await sendTest(place.at(later(1)))).toEqual({ ok: true });
    const rotated = await rotateSecret(place.at());
    if (!rotated.ok) throw new Error(rotated.reason);
    expect(await rotateSecret(place.at(later(SECOND)))).toEqual({ ok: false, reason: "just-changed" });
    await spreadEvents(later(SECOND));
    await deliverWebhooks(later(SECOND), world);
    const [test] = receiver.received;
    if (!test) throw new Error("nothing received");
    expect(JSON.parse(test.body)).toMatchObject({
      type: "webhook.test",
      data: { endpointId: place.endpointId },
    });
    expect(receiver.received).toHaveLength(1);
    expect([place.secret, rotated.secret].map((secret) => isSignedBy(secret, test))).toEqual([true, true]);
    await drawStatement(place, later(25 * HOUR));
    await spreadEvents(later(25 * HOUR));
    receiver.answerWith((response) => response.writeHead(410).end());
    await deliverWebhooks(later(25 * HOUR), world);
    const [, next] = receiver.received;
    if (!next) throw new Error("nothing received");
    expect([place.secret, rotated.secret].map((secret) => isSignedBy(secret, next))).toEqual([false, true]);
    expect(await findEndpoint([place.merchantId], place.endpointId)).toMatchObject({
      disabledReason: "gone",
    });
    const [row] = await db.rows<{ sealed: Buffer }>("select sealed from webhook_endpoint");
    expect(row?.sealed.toString("latin1")).not.toContain(rotated.secret.slice(6));
    await pruneWebhooks(later(200 * 24 * HOUR));
    expect(await listDeliveries(place.endpointId, { after: null, limit: 10 })).toEqual([]);
  });

  it("keep signing when the key that seals their secrets is replaced", async () => {
    const place = await makePlace();
    const rotated = await rotateSecret(place.at());
    if (!rotated.ok) throw new Error(rotated.reason);
    await drawStatement(place);
    const real = environment.env();
    const fresh = { id: "fresh", key: Buffer.alloc(32, 9) };
    const mocked = vi
      .spyOn(environment, "env")
      .mockReturnValue({ ...real, CREDENTIAL_KEYS: [fresh, ...real.CREDENTIAL_KEYS] });
    expect(await resealWebhooks(NOW)).toBe(1);
    expect(await resealWebhooks(NOW)).toBe(0);
    mocked.mockReturnValue({ ...real, CREDENTIAL_KEYS: [fresh] });
    await spreadEvents(NOW);
    await deliverWebhooks(NOW, world);
    const [message] = receiver.received;
    if (!message) throw new Error("nothing received");
    expect([place.secret, rotated.secret].map((secret) => isSignedBy(secret, message))).toEqual([true, true]);
  });

  it("go to no network that is not public, whatever a name says the second time", async () => {
    const place = await makePlace();
    const add = (url: string) =>
      addEndpoint({ ...place.at(), id: randomUUID(), url, types: ["statement.paid"] });
    const refused = await Promise.all(
      [
        "ftp://example.com/",
        "http://example.com/hook",
        "https://user:pass@example.com/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data",
        "https://2852039166/",
        "https://[::ffff:10.0.0.1]/",
        "https://intranet/",
        "https://printer.local/",
      ].map(add),
    );
    expect(refused.map((result) => !result.ok && result.reason)).toEqual([
      "url-malformed",
      "url-plain",
      "url-secret",
      ...Array.from({ length: 6 }, () => "url-closed"),
    ]);
    expect(
      await addEndpoint({ ...place.at(), id: randomUUID(), url: receiver.url, types: ["nonsense"] }),
    ).toEqual({
      ok: false,
      reason: "no-types",
    });
    expect(await addEndpoint({ ...place.at(), url: receiver.url, types: ["statement.paid"] })).toEqual({
      ok: false,
      reason: "already-made",
    });
    await db.run("update webhook_endpoint set disabled_at = now(), disabled_reason = 'person'");
    const id = randomUUID();
    const outside = { ...place, endpointId: id, at: (now: Date = NOW) => ({ ...place.at(now), id }) };
    await addEndpoint({ ...outside.at(), url: "https://shop.example.com/hook", types: ["statement.drawn"] });
    await drawStatement(place);
    await spreadEvents(NOW);
    let asked = 0;
    const rebinding = async () => {
      asked += 1;
      return [
        { address: "93.184.216.34", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ];
    };
    await deliverWebhooks(NOW, { ...world, resolve: rebinding });
    expect(asked).toBe(1);
    expect(await onlyDelivery(outside)).toMatchObject({ lastOutcome: "address", lastStatus: null });
    expect(receiver.received).toEqual([]);
  });

  it("belongs to its enterprise, and can be chosen anew, turned off and removed", async () => {
    const place = await makePlace();
    const stranger = { ...place.at(), organizationId: "ostranger" };
    const all = [turnOff(stranger), turnOn(stranger), rotateSecret(stranger), removeEndpoint(stranger)];
    for (const result of await Promise.all(all)) expect(result).toEqual({ ok: false, reason: "not-found" });
    expect(await chooseTypes(place.at(), [])).toEqual({ ok: false, reason: "no-types" });
    expect(await chooseTypes(place.at(), ["statement.paid", "statement.overdue"])).toEqual({ ok: true });
    expect(await findEndpoint([place.merchantId], place.endpointId)).toMatchObject({
      types: ["statement.overdue", "statement.paid"],
    });
    expect(await Promise.all([turnOff(place.at()), turnOff(place.at())])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await removeEndpoint(place.at())).toEqual({ ok: true });
    expect(await findEndpoint([place.merchantId], place.endpointId)).toBeNull();
    expect(await db.rows("select act from organization_act order by at, act")).toEqual(
      ["webhook-added", "webhook-changed", "webhook-disabled", "webhook-removed"].map((act) => ({ act })),
    );
  });

  it("are kept on pages of the enterprise's own members, with each secret shown in one answer", async () => {
    const place = await makePlace();
    const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });
    const { newId, endpoints } = await loadWebhooks(await requestOf(place.userId));
    expect(endpoints.map(({ id }) => id)).toEqual([place.endpointId]);
    const fields = { id: newId, url: `${receiver.url}/two`, types: "statement.paid" };
    const add = async () => addFromForm(await requestOf(place.userId, "/", form(fields)), NOW);
    expect((await add()).data.secret).toMatch(/^whsec_/);
    expect((await add()).data).toMatchObject({ secret: null, complaint: "already-made" });
    const act = async (intent: string, userId = place.userId) =>
      actOnEndpoint(place.endpointId, await requestOf(userId, "/", form({ intent })), NOW);
    await expect(act("test")).rejects.toMatchObject({ status: 303 });
    expect((await act("rotate")).data.secret).toMatch(/^whsec_/);
    await spreadEvents(NOW);
    await deliverWebhooks(NOW, world);
    const page = await loadEndpoint(place.endpointId, await requestOf(place.userId));
    expect(
      JSON.stringify(page, (_key, value) => (typeof value === "bigint" ? `${value}` : value)),
    ).not.toMatch(/whsec|sealed/);
    const eventId = page.deliveries[0]?.eventId ?? "";
    const params = { id: place.endpointId, eventId };
    expect(await loadMessage(params, await requestOf(place.userId))).toMatchObject({
      attempts: [{ number: 1, outcome: "delivered" }],
    });
    await expect(
      resendFromForm(params, await requestOf(place.userId, "/", form({})), NOW),
    ).rejects.toMatchObject({ status: 303 });
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    await expect(loadEndpoint(place.endpointId, await requestOf(stranger))).rejects.toMatchObject({
      status: 404,
    });
    await expect(act("off", stranger)).rejects.toMatchObject({ status: 404 });
  });
});
