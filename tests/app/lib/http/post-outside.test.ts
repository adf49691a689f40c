import { afterEach, beforeEach, expect, it } from "vitest";
import { postOutside } from "#app/lib/http/post-outside.server.ts";
import { isPublicAddress } from "#app/lib/http/public-address.ts";
import { startReceiver } from "#tests/factories/webhook-receiver.ts";

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const post = (over: Partial<Parameters<typeof postOutside>[0]>) =>
  postOutside({
    url: receiver.url,
    headers: {},
    body: "{}",
    timeoutMs: 5_000,
    isLoopbackAllowed: true,
    ...over,
  });

it.each([
  ["93.184.216.34", true],
  ["8.8.8.8", true],
  ["2606:4700:4700::1111", true],
  ["10.1.2.3", false],
  ["172.31.0.1", false],
  ["192.168.1.1", false],
  ["127.0.0.1", false],
  ["0.0.0.0", false],
  ["169.254.169.254", false],
  ["100.100.100.200", false],
  ["168.63.129.16", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["::ffff:127.0.0.1", false],
  ["64:ff9b::a00:1", false],
  ["2002:7f00:1::", false],
  ["fd00:ec2::254", false],
  ["fe80::1", false],
  ["ff02::1", false],
  ["2001:db8::1", false],
  ["not an address", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

it("connects to the address that was checked and to no other", async () => {
  let asked = 0;
  // The first answer is checked; a second would lead to a port where nobody listens.
  const resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
  };
  const url = `http://shop.example.com:${receiver.port}/hook`;
  expect(await post({ url, resolve })).toMatchObject({ outcome: "delivered", status: 204 });
  expect(asked).toBe(1);
  expect(receiver.received.map(({ headers }) => headers.host)).toEqual([`shop.example.com:${receiver.port}`]);
});

it("addresses this machine, a private network or plain http only where that is allowed", async () => {
  const named = (...addresses: string[]) => ({
    url: "https://shop.example.com/hook",
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  });
  const closed = [
    post({ isLoopbackAllowed: false }),
    post({ isLoopbackAllowed: false, url: `http://[::1]:${receiver.port}/` }),
    post({ ...named("10.0.0.1") }),
    post({ ...named("93.184.216.34", "127.0.0.1") }),
    post({ ...named("93.184.216.34", "fd00::1") }),
    post({ ...named("93.184.216.34"), url: "http://shop.example.com/hook" }),
  ];
  for (const answer of await Promise.all(closed))
    expect(answer).toMatchObject({ outcome: "address", status: null });
  expect(receiver.received).toEqual([]);
});

it("says why nothing was taken", async () => {
  const missing = Object.assign(new Error("no such name"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
  const url = "https://shop.example.com/hook";
  expect(await post({ url, resolve: () => Promise.reject(missing) })).toMatchObject({ outcome: "dns" });
  expect(await post({ url, timeoutMs: 20, resolve: () => new Promise(() => undefined) })).toMatchObject({
    outcome: "timeout",
  });
  expect(await post({ url: receiver.url.replace("http:", "https:") })).toMatchObject({ outcome: "tls" });
  receiver.answerWith((response) => response.destroy());
  expect(await post({})).toMatchObject({ outcome: "broken" });
  receiver.answerWith(() => undefined);
  expect(await post({ timeoutMs: 30 })).toMatchObject({ outcome: "timeout", status: null });
});
