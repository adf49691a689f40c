import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { answerDispute } from "./dispute-statement.server.ts";
import {
  countStatements,
  findStatement,
  listStatements,
  STATEMENT_FILTERS,
  statementDays,
  statementPayments,
} from "./queries.server.ts";
import { answerSchema } from "./schema.ts";
import { refused, wrongFields } from "./statement-answer.ts";

const LIST = "/workspace/consumption/statements";

async function charityPerson(request: Request) {
  const { user, memberships } = await requireRole(request, ["charity-clerk", "charity-approver"]);
  return {
    userId: user.id,
    organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}

/** The statements of a charity's enterprises. */
export async function loadWorkStatements({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await charityPerson(request);
  const query = new URL(request.url).searchParams;
  const which = STATEMENT_FILTERS.find((filter) => filter === query.get("which")) ?? "all";
  const cursor = query.get("cursor");
  const today = shanghaiDay(new Date());
  const [page, counts] = await Promise.all([
    listStatements({ organizationIds }, which, today, cursor),
    countStatements({ organizationIds }, today),
  ]);
  return { ...page, counts, which, today, isFirst: cursor === null };
}
export type WorkStatementsData = Awaited<ReturnType<typeof loadWorkStatements>>;

async function own(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const person = await charityPerson(args.request);
  const statement = await findStatement(args.params.id ?? "");
  if (!statement || !person.organizationIds.includes(statement.organizationId))
    throw new Response(null, { status: 404 });
  return { person, statement };
}

export async function loadWorkStatement(args: LoaderFunctionArgs) {
  const { statement } = await own(args);
  const now = new Date();
  const [days, payments] = await Promise.all([
    statementDays(statement.id),
    statementPayments(statement.id, now),
  ]);
  const isDone = new URL(args.request.url).searchParams.has("done");
  return { statement, days, payments, isDone, today: shanghaiDay(now) };
}
export type WorkStatementData = Awaited<ReturnType<typeof loadWorkStatement>>;

/** The answer to a dispute. */
export async function actOnWorkStatement(args: ActionFunctionArgs) {
  const { person, statement } = await own(args);
  const form = await args.request.formData();
  const given = answerSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return data(wrongFields(form, given.error), { status: 422 });
  const result = await answerDispute({ id: statement.id, ...person, ...given.data, now: new Date() });
  if (result.ok) throw redirect(`${LIST}/${statement.id}?done=1`, 303);
  return data(refused(form, result.reason), { status: 409 });
}
