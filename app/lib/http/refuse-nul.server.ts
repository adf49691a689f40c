import type { ActionFunction, ActionFunctionArgs, ServerBuild } from "@remix-run/server-runtime";
import { nulProblem } from "#app/lib/problem.server.ts";

/** What people type is far smaller; a form with a file in it is read once, by its own route. */
const CHECKED_BYTES = 256 * 1024;
/** The giving form takes such characters out by itself: no gift shall fail by a pasted one. */
const CLEANS_ITSELF = /\/donate$/;

/**
 * The same pages, with every action kept from a NUL in a form: no column can hold one, no keyboard types
 * one, and a database that refuses it would look like a fault of ours. The answer is 400 and names the field.
 */
export function refusingNul(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    const action = route?.module.action;
    if (!route || !action) return [id, route];
    return [id, { ...route, module: { ...route.module, action: guarded(action) } }];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

function guarded(action: ActionFunction): ActionFunction {
  return async (args: ActionFunctionArgs) => {
    const field = await fieldWithNul(args.request);
    if (field === null) return action(args);
    if (new URL(args.request.url).pathname.startsWith("/api/")) return nulProblem(args.request, field);
    throw Response.json({ field: field.replaceAll("\0", "").slice(0, 40) }, { status: 400 });
  };
}

/** The first field of a form whose name or text holds a NUL; null where there is none, or no small form. */
async function fieldWithNul(request: Request): Promise<string | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  if (Number(request.headers.get("content-length") ?? "0") > CHECKED_BYTES) return null;
  if (CLEANS_ITSELF.test(new URL(request.url).pathname)) return null;
  const form = await request
    .clone()
    .formData()
    .catch(() => null); // broken as a form: the route says so in its own words
  for (const [name, value] of form ?? []) {
    const isWrong = name.includes("\0") || (typeof value === "string" && value.includes("\0"));
    if (isWrong) return name;
  }
  return null;
}
