import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import { type Member, requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { answerEnquiry } from "./add-message.server.ts";
import { promiseDays } from "./promise-days.server.ts";
import { countEnquiries, findOwnEnquiry, listEnquiries, messagesOf, promisedDays } from "./queries.server.ts";
import { messageFormSchema } from "./schema.ts";

/** Who answers: the people of a charity, and of a trustee for its trusts. */
const ROLES = ["charity-clerk", "charity-approver", "trustee"] as const;
export const requireAnswerer = (request: Request): Promise<Member> => requireRole(request, ROLES);

const organizationsOf = ({ memberships }: Member): string[] => [
  ...new Set(memberships.map(({ organizationId }) => organizationId)),
];

/** The queue, and what the charity promises. */
export async function loadEnquiries(request: Request, now: Date) {
  const member = await requireAnswerer(request);
  const organizationIds = organizationsOf(member);
  const query = new URL(request.url).searchParams;
  const which = query.get("state") === "answered" ? "answered" : "waiting";
  const today = shanghaiDay(now);
  const [{ organizationId }] = member.memberships;
  const [enquiries, counts, promised] = await Promise.all([
    listEnquiries(organizationIds, which),
    countEnquiries(organizationIds, today),
    promisedDays(organizationId),
  ]);
  return {
    which,
    enquiries,
    counts,
    promised,
    today,
    now,
    mayPromise: member.memberships.some(({ role }) => role === "charity-approver"),
    isPromised: query.has("promised"),
  } as const;
}
export type EnquiriesData = Awaited<ReturnType<typeof loadEnquiries>>;

/** Sets the promised days of the charity. */
export async function actOnEnquiries(request: Request, now: Date) {
  const { user, memberships } = await requireAnswerer(request);
  const [{ organizationId }] = memberships;
  const typed = String((await request.formData()).get("workingDays") ?? "")
    .normalize("NFKC")
    .trim();
  const workingDays = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  const result = await promiseDays({ organizationId, userId: user.id, workingDays, now });
  if (result.ok) throw redirect("/workspace/enquiries?promised=1", 303);
  return data({ reason: result.reason, typed }, { status: 422 });
}

/** One enquiry with everything said. */
export async function loadEnquiry(id: string | undefined, request: Request, now: Date) {
  const enquiry = await findOwnEnquiry(id ?? "", organizationsOf(await requireAnswerer(request)));
  if (!enquiry) throw new Response(null, { status: 404 });
  return {
    enquiry,
    messages: await messagesOf(enquiry.id),
    today: shanghaiDay(now),
    formId: randomUUID(),
    isAnswered: new URL(request.url).searchParams.has("answered"),
  };
}
export type EnquiryData = Awaited<ReturnType<typeof loadEnquiry>>;

/** Answers it. */
export async function actOnEnquiry(id: string | undefined, request: Request, now: Date) {
  const member = await requireAnswerer(request);
  const enquiry = await findOwnEnquiry(id ?? "", organizationsOf(member));
  if (!enquiry) throw new Response(null, { status: 404 });
  const form = Object.fromEntries(await request.formData());
  const given = messageFormSchema.safeParse(form);
  if (!given.success)
    return data(
      { error: given.error.issues[0]?.message ?? "errWords", typed: String(form.words ?? "") },
      { status: 422 },
    );
  const result = await answerEnquiry({
    enquiryId: enquiry.id,
    organizationId: enquiry.organizationId,
    userId: member.user.id,
    ...given.data,
    now,
  });
  if (!result.ok) throw new Response(null, { status: 404 });
  throw redirect(`/workspace/enquiries/${enquiry.id}?answered=1`, 303);
}
