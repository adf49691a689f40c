import { expect, it } from "vitest";
import { isBadAddress } from "#app/lib/http/bad-address.ts";

it.each(["/", "/projects/%E4%B8%80%E9%A4%90", "/projects?q=%E4", "/projects?q=100%", "/regions/330122"])(
  "reads %s",
  (url) => expect(isBadAddress(url)).toBe(false),
);

it.each([
  "/projects/%00",
  "/projects?q=a%00b",
  "/api/v1/projects/x%00",
  "/projects/%E4%B8",
  "/%",
  "/%zz",
  "//",
  "//evil.example/",
  "/\\evil.example",
  "http://evil.example/",
  "*",
  "",
])("refuses %s", (url) => expect(isBadAddress(url)).toBe(true));
