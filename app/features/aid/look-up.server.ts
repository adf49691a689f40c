import type { LoaderFunctionArgs } from "@remix-run/node";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { type RateRule, takeRate } from "#app/lib/rate-limit.server.ts";
import { plainToken } from "./application.server.ts";
import { type AidForm, refusedForm, typedFields } from "./form-state.ts";
import type { OwnCase } from "./own-case-page.tsx";
import { findOwnCase } from "./queries.server.ts";

/** Tries with a wrong secret: 60 bits stand against them, and so does the hour. */
const LOOK_UP_RATE: RateRule = { name: "aid-look-up", limit: 60, windowSeconds: 3_600 };

const plainReference = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

export type LookUp =
  | { ok: true; reference: string; token: string }
  | { ok: false; status: 404 | 429; state: AidForm };

/** Finds a case by what an applicant typed; a wrong reference and a wrong secret are answered alike. */
export async function lookUpCase(
  form: FormData,
  context: LoaderFunctionArgs["context"],
  now: Date,
): Promise<LookUp> {
  const typed = typedFields(form);
  const { ok } = await takeRate(LOOK_UP_RATE, clientAddressOf(context), now);
  if (!ok) return { ok: false, status: 429, state: refusedForm(typed, { reason: "too-often" }) };
  const reference = plainReference(typed.reference ?? "");
  const token = plainToken(typed.token ?? "");
  if (await findOwnCase(reference, token)) return { ok: true, reference, token };
  return { ok: false, status: 404, state: refusedForm(typed, { reason: "not-found" }) };
}

/** The applicant's own page. Throws 404 for a wrong reference or secret, 429 for too many tries. */
export async function loadOwnCase(
  { params, request, context }: LoaderFunctionArgs,
  now: Date,
): Promise<OwnCase> {
  const search = new URL(request.url).searchParams;
  const token = plainToken(search.get("token") ?? "");
  const view = await findOwnCase(plainReference(params.id ?? ""), token);
  if (view) return { view, token, isNew: search.has("new"), asOf: now };
  const { ok } = await takeRate(LOOK_UP_RATE, clientAddressOf(context), now);
  throw new Response(null, { status: ok ? 404 : 429 });
}
