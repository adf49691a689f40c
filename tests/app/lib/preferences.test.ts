import { describe, expect, it } from "vitest";
import { hrefWith, preferencesOf, readPreferences } from "#app/lib/preferences.ts";

function request(address: string, headers: Record<string, string> = {}): Request {
  return new Request(new URL(address, "http://site.example"), { headers });
}

describe("readPreferences", () => {
  it("is Chinese in normal size when nothing is said", () => {
    expect(readPreferences(request("/projects?page=2"))).toEqual({
      lang: "zh",
      large: false,
      setCookie: [],
      search: "?page=2",
    });
  });

  it("takes the address over the cookie over the browser", () => {
    const browser = { "accept-language": "en-GB,en;q=0.9,zh;q=0.5" };
    expect(readPreferences(request("/", browser)).lang).toBe("en");
    expect(readPreferences(request("/", { ...browser, cookie: "lang=zh" })).lang).toBe("zh");
    expect(readPreferences(request("/?lang=en", { ...browser, cookie: "lang=zh" })).lang).toBe("en");
  });

  it("weighs what the browser reads, and prefers Chinese on a tie", () => {
    const lang = (header: string) => readPreferences(request("/", { "accept-language": header })).lang;
    expect(lang("zh-CN,zh;q=0.9,en;q=0.8")).toBe("zh");
    expect(lang("en;q=0.3, zh-TW;q=0.2")).toBe("en");
    expect(lang("en,zh")).toBe("zh");
    expect(lang("fr,de;q=0.4")).toBe("zh");
    expect(lang("en;q=nonsense,zh;q=0.1")).toBe("zh");
  });

  it("remembers a change that the address asks for, and leaves it out of the cache key", () => {
    const read = readPreferences(request("/ledger?lang=en&large=1&fund=abc"));
    expect(read).toMatchObject({ lang: "en", large: true, search: "?fund=abc" });
    expect(read.setCookie).toEqual([
      "lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
      "large=1; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
    ]);
  });

  it("turns large text off again", () => {
    const read = readPreferences(request("/?large=0", { cookie: "large=1" }));
    expect(read.large).toBe(false);
    expect(read.setCookie[0]).toContain("large=0");
  });

  it("ignores values that it does not know", () => {
    const read = readPreferences(
      request("/?lang=fr&large=yes", { cookie: "lang=%3Cscript%3E; large=2; =; x" }),
    );
    expect(read).toMatchObject({ lang: "zh", large: false, setCookie: [] });
  });

  it("marks its cookies Secure over https", () => {
    const read = readPreferences(new Request("https://site.example/?lang=zh"));
    expect(read.setCookie[0]).toMatch(/; Secure$/);
  });
});

describe("preferencesOf", () => {
  it("trusts what the server read, and reads where there is no server", () => {
    expect(preferencesOf(request("/"), { lang: "en", large: true })).toEqual({ lang: "en", large: true });
    expect(preferencesOf(request("/?lang=en"), undefined)).toEqual({ lang: "en", large: false });
    expect(preferencesOf(request("/?lang=en"), {})).toEqual({ lang: "en", large: false });
  });
});

describe("hrefWith", () => {
  it("changes one preference and keeps the rest of the query", () => {
    expect(hrefWith("/projects", "?q=午餐&lang=zh", "lang", "en")).toBe(
      "/projects?q=%E5%8D%88%E9%A4%90&lang=en",
    );
    expect(hrefWith("/", "", "large", "1")).toBe("/?large=1");
  });
});
