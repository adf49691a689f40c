import { describe, expect, it } from "vitest";
import { type ApiCall, apiWaitSeconds } from "#app/lib/http/limit-api.server.ts";

const NOW = new Date("2026-11-22T03:00:30Z");
let nextAddress = 0;
const newAddress = () => `203.0.113.${++nextAddress}`;

async function letIn(times: number, call: Partial<ApiCall>): Promise<number> {
  let count = 0;
  for (let i = 0; i < times; i += 1) {
    const waits = await apiWaitSeconds(
      {
        method: "GET",
        path: "/api/v1/projects",
        hasSearch: false,
        authorization: undefined,
        address: "x",
        ...call,
      },
      NOW,
    );
    if (waits === null) count += 1;
    else expect(waits).toBe(30);
  }
  return count;
}

describe("calls of the API", () => {
  it("that only look something up are not counted", async () => {
    expect(await letIn(5_000, { address: newAddress() })).toBe(5_000);
  });

  it.each([
    { path: "/api/v1/donations/dx/trace" },
    { path: "/api/v1/ledger/transfers" },
    { path: "/api/v1/organizations/x/credibility" },
    { hasSearch: true },
  ])("that cost more have a limit for each address: %j", async (call) => {
    expect(await letIn(1_300, { ...call, address: newAddress() })).toBe(1_200);
    expect(await letIn(1, { ...call, address: newAddress() })).toBe(1);
  });

  it("that write have one as well, for each key and each address", async () => {
    const write = { method: "POST", path: "/api/v1/disbursements" };
    const address = newAddress();
    expect(await letIn(700, { ...write, address })).toBe(600);
    expect(await letIn(700, { ...write, address: newAddress(), authorization: "Bearer a" })).toBe(600);
    // An invented key for each call does not get round it.
    const inventor = newAddress();
    let count = 0;
    for (let i = 0; i < 3_100; i += 1)
      count += await letIn(1, { ...write, address: inventor, authorization: `Bearer ${i}` });
    expect(count).toBe(3_000);
  });

  it("from the machine itself, or from behind a proxy that nobody named, have room for many", async () => {
    expect(await letIn(2_000, { path: "/api/v1/ledger/transfers", address: "127.0.0.1" })).toBe(2_000);
    expect(await letIn(5_000, { method: "POST", address: "::1" })).toBe(4_800);
  });
});
