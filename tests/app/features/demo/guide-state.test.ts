import { expect, it } from "vitest";
import { type GuideProgress, stateOfStep, stepToDo } from "#app/features/demo/guide-state.ts";
import { readVisit, visitCookie } from "#app/features/demo/guide-visit.server.ts";

const AT = new Date("2026-11-22T02:00:00Z");
const gift = {
  id: "d",
  amountFen: 1_000n,
  payUrl: "http://x",
  paidAt: null,
  quarantinedAt: null,
  isOnStatement: false,
  settledAt: null,
};
const payment = {
  id: "b",
  purpose: "鞋",
  purposeEn: "Shoes",
  amountFen: 2_000n,
  people: 1,
  approvedAt: null,
  paidAt: null,
  tracedAt: null,
  deliveredFen: 0n,
  fromGiftFen: 0n,
  aheadOfGiftFen: 0n,
};

it("leads through the seven steps in order", () => {
  const paid = { ...gift, paidAt: AT };
  const settled = { ...paid, settledAt: AT };
  const approved = { ...payment, approvedAt: AT };
  const paidOut = { ...approved, paidAt: AT };
  const delivered = { ...paidOut, deliveredFen: 2_000n };
  const walk: GuideProgress[] = [
    { gift: null, payment, hasLooked: false },
    { gift, payment, hasLooked: false },
    { gift: paid, payment, hasLooked: false },
    { gift: paid, payment, hasLooked: true },
    { gift: settled, payment, hasLooked: true },
    { gift: settled, payment: approved, hasLooked: true },
    { gift: settled, payment: paidOut, hasLooked: true },
    { gift: settled, payment: delivered, hasLooked: true },
    { gift: settled, payment: { ...delivered, fromGiftFen: 50n }, hasLooked: true },
  ];
  expect(walk.map(stepToDo)).toEqual([
    "give",
    "pay",
    "look",
    "close",
    "approve",
    "payOut",
    "payOut",
    "trace",
    null,
  ]);
});

it("marks what is done, what is now and what comes later", () => {
  expect(stateOfStep("give", "pay")).toBe("done");
  expect(stateOfStep("pay", "pay")).toBe("now");
  expect(stateOfStep("trace", "pay")).toBe("later");
  expect(stateOfStep("trace", null)).toBe("done");
});

it("remembers a visit in its cookie and takes no other for one", () => {
  const visit = { startedAt: AT, hasLooked: true, closedAt: null };
  const cookie = visitCookie(visit);
  expect(cookie).toContain("Path=/guide; ");
  const request = (text: string) => new Request("http://site/guide", { headers: { cookie: text } });
  expect(readVisit(request(cookie.split(";")[0] ?? ""))).toEqual(visit);
  expect(readVisit(request("guide=eyJub3QiOiJvdXJzIn0"))).toBeNull();
  expect(readVisit(request("guide=%%%"))).toBeNull();
});
