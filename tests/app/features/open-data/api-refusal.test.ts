import { expect, it } from "vitest";
import { apiRefusal } from "#app/features/open-data/api-refusal.ts";

it.each([
  ["GET", "/api/v1/projects"],
  ["HEAD", "/api/v1/projects/a-hot-meal"],
  ["GET", "/api/v1/openapi.json"],
  ["POST", "/api/v1/donations"],
  ["GET", "/api/v1/disbursements"],
  ["POST", "/api/v1/disbursements/"],
  ["POST", "/api/v1/disbursements/b1/approve"],
])("lets %s %s through", (method, path) => expect(apiRefusal(method, path)).toBeNull());

it.each([
  "/api",
  "/api/",
  "/api/v1",
  "/api/v2/projects",
  "/api/v1/nothing",
  "/api/v1/projects/a/b",
  "/api/v1/projects//x",
])("knows no %s", (path) => expect(apiRefusal("GET", path)).toEqual({ kind: "not-found" }));

it.each([
  ["POST", "/api/v1/projects", ["GET", "HEAD"]],
  ["DELETE", "/api/v1/donations/d1", ["GET", "HEAD"]],
  ["GET", "/api/v1/statements", ["POST"]],
  ["PUT", "/api/v1/disbursements", ["GET", "HEAD", "POST"]],
])("says what is taken instead of %s %s", (method, path, allow) =>
  expect(apiRefusal(method, path)).toEqual({ kind: "method-not-allowed", allow }),
);
