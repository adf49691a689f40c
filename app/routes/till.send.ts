import type { ActionFunctionArgs } from "@remix-run/node";
import { takeSent } from "#app/features/consumption/till/take-sent.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

export const loader = () => new Response(null, { status: 405, headers: { Allow: "POST" } });

export const action = ({ request, context }: ActionFunctionArgs) =>
  takeSent(request, preferencesOf(request, context).lang, new Date());
