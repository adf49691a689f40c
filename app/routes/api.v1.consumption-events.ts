import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { takeConsumptionEvents } from "#app/features/consumption/intake/events-api.server.ts";
import { listConsumptionEvents } from "#app/features/consumption/intake/list-events.server.ts";
import { problem } from "#app/lib/problem.server.ts";

/** GET /api/v1/consumption-events */
export const loader = ({ request }: LoaderFunctionArgs) => listConsumptionEvents(request);

/** POST /api/v1/consumption-events */
export const action = ({ request }: ActionFunctionArgs) =>
  request.method === "POST"
    ? takeConsumptionEvents(request, new Date())
    : problem(request, "method-not-allowed");
