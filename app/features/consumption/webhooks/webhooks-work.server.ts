import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { type AddEndpointResult, addEndpoint } from "./add-endpoint.server.ts";
import {
  type AtEndpoint,
  chooseTypes,
  removeEndpoint,
  resend,
  rotateSecret,
  sendTest,
  turnOff,
  turnOn,
} from "./change-endpoint.server.ts";
import { WEBHOOK_TYPES } from "./event-types.ts";
import { findDelivery, findEndpoint, listDeliveries, listEndpoints } from "./queries.server.ts";

export const WEBHOOKS_PATH = "/workspace/sales/webhooks";
const PAGE_ROWS = 30;

type AddComplaint = Extract<AddEndpointResult, { ok: false }>["reason"];
export interface AddOutcome {
  /** Of the endpoint just added: shown in this answer alone. */
  secret: string | null;
  complaint: AddComplaint | null;
  typed: { url: string; types: string[]; organizationId: string };
}

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  const enterprises = memberships.map(({ organizationId, organizationName, organizationNameEn }) => ({
    id: organizationId,
    name: organizationName,
    nameEn: organizationNameEn,
  }));
  return { userId: user.id, enterprises, organizationIds: enterprises.map(({ id }) => id) };
}

/** The addresses of the person's enterprises, and the id of one that the form would add. */
export async function loadWebhooks(request: Request) {
  const { enterprises, organizationIds } = await personOf(request);
  return { endpoints: await listEndpoints(organizationIds), enterprises, newId: randomUUID() };
}
export type WebhooksData = Awaited<ReturnType<typeof loadWebhooks>>;

/** Adds what the form says. */
export async function addFromForm(request: Request, now: Date) {
  const { userId, organizationIds } = await personOf(request);
  const form = await request.formData();
  const typed = {
    url: String(form.get("url") ?? "").trim(),
    types: form.getAll("types").map(String),
    organizationId: String(form.get("organizationId") ?? organizationIds[0]),
  };
  const id = String(form.get("id"));
  const isMine = organizationIds.includes(typed.organizationId);
  if (!isMine || !/^[0-9a-f-]{36}$/.test(id)) throw new Response(null, { status: 404 });
  const result = await addEndpoint({ ...typed, id, userId, now });
  return result.ok
    ? data<AddOutcome>({
        secret: result.secret,
        complaint: null,
        typed: { ...typed, url: "", types: [...WEBHOOK_TYPES] },
      })
    : data<AddOutcome>({ secret: null, complaint: result.reason, typed }, { status: 422 });
}

async function endpointOf(id: string | undefined, request: Request) {
  const person = await personOf(request);
  const endpoint = await findEndpoint(person.organizationIds, id ?? "");
  if (!endpoint) throw new Response(null, { status: 404 });
  return { ...person, endpoint };
}

/** One address with what it was sent. */
export async function loadEndpoint(id: string | undefined, request: Request) {
  const { endpoint } = await endpointOf(id, request);
  const query = new URL(request.url).searchParams;
  const [at, eventId] = decodeCursor(query.get("cursor"), 2) ?? [];
  const createdAt = instantOf(at);
  const after = createdAt && eventId ? { createdAt, eventId } : null;
  const rows = await listDeliveries(endpoint.id, { after, limit: PAGE_ROWS + 1 });
  const last = rows.length > PAGE_ROWS ? rows[PAGE_ROWS - 1] : undefined;
  return {
    endpoint,
    deliveries: rows.slice(0, PAGE_ROWS),
    isFirstPage: after === null,
    nextCursor: last ? encodeCursor([last.createdAt.toISOString(), last.eventId]) : null,
    done: query.get("done"),
  };
}
export type EndpointData = Awaited<ReturnType<typeof loadEndpoint>>;

export interface EndpointOutcome {
  /** The new secret: shown in this answer alone. */
  secret: string | null;
  complaint: "no-types" | "just-changed" | "is-off" | null;
}

/** Does what a button of the endpoint's page says. */
export async function actOnEndpoint(id: string | undefined, request: Request, now: Date) {
  const { endpoint, userId } = await endpointOf(id, request);
  const at: AtEndpoint = { id: endpoint.id, organizationId: endpoint.organizationId, userId, now };
  const form = await request.formData();
  const intent = String(form.get("intent"));
  const result = await perform(intent, at, form);
  if ("secret" in result) return data<EndpointOutcome>({ secret: result.secret, complaint: null });
  if (result.ok)
    throw redirect(intent === "remove" ? WEBHOOKS_PATH : `${WEBHOOKS_PATH}/${at.id}?done=${intent}`, 303);
  if (result.reason === "not-found") throw new Response(null, { status: 404 });
  return data<EndpointOutcome>({ secret: null, complaint: result.reason }, { status: 422 });
}

function perform(intent: string, at: AtEndpoint, form: FormData) {
  switch (intent) {
    case "test":
      return sendTest(at);
    case "types":
      return chooseTypes(at, form.getAll("types").map(String));
    case "off":
      return turnOff(at);
    case "on":
      return turnOn(at);
    case "rotate":
      return rotateSecret(at);
    case "remove":
      return removeEndpoint(at);
    default:
      throw new Response(null, { status: 400 });
  }
}

/** One message to one address, with every attempt. */
export async function loadMessage(params: { id?: string; eventId?: string }, request: Request) {
  const { endpoint } = await endpointOf(params.id, request);
  const found = await findDelivery(endpoint.id, params.eventId ?? "");
  if (!found) throw new Response(null, { status: 404 });
  return { endpoint, ...found, isAsked: new URL(request.url).searchParams.has("done") };
}
export type MessageData = Awaited<ReturnType<typeof loadMessage>>;

/** Sends it again. */
export async function resendFromForm(params: { id?: string; eventId?: string }, request: Request, now: Date) {
  const { endpoint, userId } = await endpointOf(params.id, request);
  const at = { id: endpoint.id, organizationId: endpoint.organizationId, userId, now };
  const result = await resend(at, params.eventId ?? "");
  if (!result.ok && result.reason === "not-found") throw new Response(null, { status: 404 });
  if (!result.ok) return data({ complaint: result.reason }, { status: 422 });
  throw redirect(`${WEBHOOKS_PATH}/${endpoint.id}/${params.eventId}?done=1`, 303);
}
