import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { evidenceAnswer } from "../evidence-answer.server.ts";
import { complaintsOf, typedText } from "../form-state.ts";
import { GOODS_ROLES } from "./goods-rules.ts";
import { handOverFormSchema, moveFormSchema, receiveFormSchema, UUID } from "./goods-schema.ts";
import { askMove, decideMove, handOverGoods } from "./move-goods.server.ts";
import { findGoods, findGoodsFile, goodsFunds, listGoods } from "./queries.server.ts";
import { countGoods, receiveGoods } from "./receive-goods.server.ts";

const SHOWN = 200;
/** A file and the form around it. */
const MAX_FORM_BYTES = 12 * 1024 * 1024;

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, GOODS_ROLES);
  const [{ organizationId }] = memberships;
  return {
    userId: user.id,
    organizationId,
    organizationIds: [...new Set(memberships.map((one) => one.organizationId))],
    isApprover: memberships.some((one) => one.role === "charity-approver"),
  };
}

export async function loadGoods({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await personOf(request);
  const said = new URL(request.url).searchParams.get("done");
  return { items: await listGoods(organizationIds, SHOWN), today: shanghaiDay(new Date()), done: said };
}

export async function loadNewGoods({ request }: LoaderFunctionArgs) {
  const { organizationId } = await personOf(request);
  return {
    funds: await goodsFunds(organizationId),
    today: shanghaiDay(new Date()),
    attempt: crypto.randomUUID(),
  };
}

/** Why a form was refused, as keys of the namespace `goods`; `refusal` belongs to no field. */
export interface GoodsAnswer {
  refusal: string | null;
  typed: Record<string, string>;
  errors: Record<string, string>;
}

const FIELD_OF: Readonly<Record<string, string>> = {
  "file-missing": "file",
  "file-too-large": "file",
  "file-type": "file",
  "fund-not-found": "fund",
  expired: "expiresOn",
  "not-enough": "quantity",
};

function refused(typed: Record<string, string>, errors: Record<string, string>) {
  return data<GoodsAnswer>({ refusal: null, typed, errors }, { status: 422 });
}

function refusedFor(reason: string, typed: Record<string, string> = {}) {
  const key = `refuse_${reason}`;
  const field = FIELD_OF[reason];
  return field
    ? refused(typed, { [field]: key })
    : data<GoodsAnswer>({ refusal: key, typed, errors: {} }, { status: 409 });
}

async function formOf(request: Request): Promise<FormData> {
  if (Number(request.headers.get("content-length") ?? "0") > MAX_FORM_BYTES)
    throw new Response(null, { status: 413 });
  return request.formData();
}

async function fileOf(form: FormData) {
  const file = form.get("file");
  if (!(file instanceof File)) return { name: "", content: new Uint8Array() };
  return { name: file.name, content: new Uint8Array(await file.arrayBuffer()) };
}

export async function actOnNewGoods({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await personOf(request);
  const form = await formOf(request);
  const typed = typedText(form);
  const given = receiveFormSchema.safeParse(typed);
  if (!given.success) return refused(typed, complaintsOf(given.error));
  const { attempt, fund, value: _typedValue, donorName, ...goods } = given.data;
  const result = await receiveGoods({
    ...goods,
    id: attempt,
    organizationId,
    userId,
    fundId: fund,
    donorName: donorName || null,
    file: await fileOf(form),
    now: new Date(),
  });
  return result.ok ? redirect("/workspace/goods?done=recorded") : refusedFor(result.reason, typed);
}

async function itemOf({ request, params }: LoaderFunctionArgs) {
  const person = await personOf(request);
  const id = params.id ?? "";
  const found = UUID.test(id) ? await findGoods(id, person.organizationIds) : null;
  if (!found) throw new Response(null, { status: 404 });
  return { person, ...found };
}

export async function loadGoodsItem(args: LoaderFunctionArgs) {
  const { person, item, moves } = await itemOf(args);
  const said = new URL(args.request.url).searchParams.get("done");
  const { userId, isApprover } = person;
  return {
    item,
    moves,
    userId,
    isApprover,
    today: shanghaiDay(new Date()),
    attempt: crypto.randomUUID(),
    done: said,
  };
}

/** The forms of one item, by `intent`. */
export async function actOnGoodsItem(args: ActionFunctionArgs) {
  const { person, item } = await itemOf(args);
  const form = await formOf(args.request);
  const typed = typedText(form);
  const who = { organizationId: item.organizationId, userId: person.userId, now: new Date() };
  const back = (done: string) => redirect(`/workspace/goods/${item.id}?done=${done}`);
  const move = String(form.get("move") ?? "");
  switch (form.get("intent")) {
    case "count":
    case "send-back": {
      const decision = form.get("intent") === "count" ? "counted" : "rejected";
      const result = await countGoods({ ...who, id: item.id, decision });
      return result.ok ? back(decision) : refusedFor(result.reason);
    }
    case "ask": {
      const given = moveFormSchema.safeParse(typed);
      if (!given.success) return refused(typed, complaintsOf(given.error));
      const { attempt, ...asked } = given.data;
      const result = await askMove({ ...who, ...asked, id: attempt, itemId: item.id });
      return result.ok ? back(asked.kind === "moved" ? "moved" : "asked") : refusedFor(result.reason, typed);
    }
    case "approve":
    case "refuse": {
      if (!UUID.test(move)) throw new Response(null, { status: 422 });
      const decision = form.get("intent") === "approve" ? "approved" : "rejected";
      const result = await decideMove({ ...who, id: move, decision });
      return result.ok ? back(decision) : refusedFor(result.reason);
    }
    case "hand-over": {
      const given = handOverFormSchema.safeParse(typed);
      if (!given.success) return refused(typed, complaintsOf(given.error));
      const file = await fileOf(form);
      const result = await handOverGoods({ ...who, id: move, handedOverOn: given.data.handedOverOn, file });
      return result.ok ? back("handedOver") : refusedFor(result.reason, typed);
    }
    default:
      throw new Response(null, { status: 422 });
  }
}

/** The file of an item or of a hand-over, for members of its organization. */
export async function answerGoodsFile({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { organizationIds } = await personOf(request);
  const id = params.id ?? "";
  const file = UUID.test(id) ? await findGoodsFile(id, organizationIds) : null;
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "private, no-store");
}
