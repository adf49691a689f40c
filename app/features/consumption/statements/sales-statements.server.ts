import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { donationToken } from "#app/features/donations/donation-token.server.ts";
import { transferDetails } from "#app/features/donations/transfer-details.server.ts";
import { findPromiseTarget } from "#app/features/funds/giving-queries.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { readReceiptableGifts } from "#app/features/receipts/receiptable-gifts.server.ts";
import { refusalOf, requestReceipt } from "#app/features/receipts/request-receipt.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { confirmStatement } from "./confirm-statement.server.ts";
import { disputeStatement } from "./dispute-statement.server.ts";
import { PAY_WAYS, payStatement, takesAmount } from "./pay-statement.server.ts";
import {
  countStatements,
  findStatement,
  listStatements,
  STATEMENT_FILTERS,
  type StatementDetail,
  type StatementPayment,
  statementDays,
  statementPayments,
} from "./queries.server.ts";
import { disputeSchema, paySchema } from "./schema.ts";
import { refused, type StatementAnswer, wrongFields } from "./statement-answer.ts";
import { dueFenOf } from "./statement-state.ts";

export const SALES_STATEMENTS = "/workspace/sales/statements";

async function merchantPerson(request: Request) {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  const merchantIds = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  return { userId: user.id, email: user.email, merchantIds };
}

/** The enterprise's statements. */
export async function loadSalesStatements({ request }: LoaderFunctionArgs) {
  const { merchantIds } = await merchantPerson(request);
  const query = new URL(request.url).searchParams;
  const which = STATEMENT_FILTERS.find((filter) => filter === query.get("which")) ?? "all";
  const cursor = query.get("cursor");
  const today = shanghaiDay(new Date());
  const [page, counts] = await Promise.all([
    listStatements({ merchantIds }, which, today, cursor),
    countStatements({ merchantIds }, today),
  ]);
  return { ...page, counts, which, today, isFirst: cursor === null };
}
export type SalesStatementsData = Awaited<ReturnType<typeof loadSalesStatements>>;

async function own(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const person = await merchantPerson(args.request);
  const statement = await findStatement(args.params.id ?? "");
  if (!statement || !person.merchantIds.includes(statement.merchantId))
    throw new Response(null, { status: 404 });
  return { person, statement };
}

/** One statement with its days, its gifts and what can be done now. */
export async function loadSalesStatement(args: LoaderFunctionArgs) {
  const { person, statement: stored } = await own(args);
  const now = new Date();
  const [days, payments, target] = await Promise.all([
    statementDays(stored.id),
    statementPayments(stored.id, now),
    findPromiseTarget(stored.fundId),
  ]);
  // Who comes back from paying sees it at once; the statement itself goes on within seconds.
  const statement = { ...stored, paidFen: paidFenOf(payments) };
  const due = dueFenOf(statement);
  const open = payments.find(({ isOpen }) => isOpen);
  return {
    statement,
    days,
    payments,
    // The secrets of the gifts are for the enterprise's own people: its papers are behind them.
    papers: await papersOf(statement, payments),
    ways: PAY_WAYS.filter(
      (way) => target?.giving.open === true && target.giving.providers.includes(way) && takesAmount(way, due),
    ),
    transfer: open?.provider === "offline" ? await transferDetails(open.donationId) : null,
    email: person.email,
    done: new URL(args.request.url).searchParams.get("done"),
    attempt: randomUUID(),
    today: shanghaiDay(now),
  };
}
export type SalesStatementData = Awaited<ReturnType<typeof loadSalesStatement>>;

const paidFenOf = (payments: readonly StatementPayment[]): bigint =>
  payments.reduce((sum, { paidAt, amountFen, backFen }) => (paidAt ? sum + amountFen - backFen : sum), 0n);

/** The certificate and the statutory receipt of each gift that counts. */
async function papersOf(statement: StatementDetail, payments: readonly StatementPayment[]) {
  const counted = payments.filter(({ paidAt }) => paidAt !== null).map(({ donationId }) => donationId);
  const gifts = await readReceiptableGifts(db, counted);
  return counted.map((donationId) => {
    const gift = gifts.get(donationId);
    const refusal = gift ? refusalOf(gift) : "not-found";
    const token = donationToken(donationId);
    return {
      donationId,
      certificateHref: `/donations/${donationId}/certificate?token=${token}`,
      receiptHref: `/donations/${donationId}/receipt?token=${token}`,
      // Asked for with one press where the enterprise's own code is known: its name and code stand on the bill.
      mayAsk: refusal === null && statement.merchantUscc !== null,
      isAsked: refusal === "asked-already",
      isIssued: refusal === "issued-already",
    };
  });
}

type Answered = ReturnType<typeof data<StatementAnswer>>;
const answer = (body: StatementAnswer, status: number): Answered => data(body, { status });

/** One of the forms of the page, by its `intent`. */
export async function actOnSalesStatement(args: ActionFunctionArgs): Promise<Answered> {
  const { person, statement } = await own(args);
  const form = await args.request.formData();
  const acting = { id: statement.id, ...person, now: new Date() };
  const back = (done: string) => redirect(`${SALES_STATEMENTS}/${statement.id}?done=${done}`, 303);
  switch (form.get("intent")) {
    case "confirm": {
      const result = await confirmStatement(acting);
      if (result.ok) throw back("confirmed");
      return answer(refused(form, result.reason), 409);
    }
    case "dispute": {
      const given = disputeSchema.safeParse(Object.fromEntries(form));
      if (!given.success) return answer(wrongFields(form, given.error), 422);
      const result = await disputeStatement({ ...acting, ...given.data });
      if (result.ok) throw back("disputed");
      return answer(refused(form, result.reason), 409);
    }
    case "pay":
      return pay(args.request, form, acting);
    case "receipt":
      return askForReceipt(form, statement, acting.now, back);
    default:
      throw new Response(null, { status: 400 });
  }
}

async function pay(
  request: Request,
  form: FormData,
  acting: { id: string; userId: string; merchantIds: readonly string[]; now: Date },
): Promise<Answered> {
  const given = paySchema.safeParse(Object.fromEntries(form));
  if (!given.success) return answer(wrongFields(form, given.error), 422);
  const isPhone = /Mobile|Android|iPhone/.test(request.headers.get("user-agent") ?? "");
  const result = await payStatement({
    ...acting,
    ...given.data,
    device: isPhone ? "mobile" : "desktop",
  });
  if (result.ok) throw redirect(result.payUrl ?? `${SALES_STATEMENTS}/${acting.id}?done=transfer`, 303);
  return answer(refused(form, result.reason), result.reason === "unavailable" ? 503 : 409);
}

/** The statutory receipt in the enterprise's name and with its code, for one gift of the statement. */
async function askForReceipt(
  form: FormData,
  statement: StatementDetail,
  now: Date,
  back: (done: string) => Response,
): Promise<Answered> {
  const donationId = String(form.get("donationId"));
  const payments = await statementPayments(statement.id, now);
  if (!payments.some((payment) => payment.donationId === donationId && payment.paidAt !== null))
    throw new Response(null, { status: 404 });
  const result = await requestReceipt({
    id: String(form.get("attempt")),
    donationId,
    reader: { token: donationToken(donationId), userId: null },
    wish: {
      kind: "asked",
      payerKind: "organization",
      payer: statement.merchantName,
      uscc: statement.merchantUscc,
      email: null,
      isMerged: false,
    },
    now,
  });
  if (result.ok) throw back("receipt");
  return answer(refused(form, result.reason === "uscc-wrong" ? "uscc-wrong" : "no-receipt"), 409);
}
