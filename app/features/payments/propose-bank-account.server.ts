import { randomUUID } from "node:crypto";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type BankAccountActing, holdsRole, noteBankAccountAct } from "./bank-account-acts.server.ts";
import { BANK_CODES, bankCodeOf } from "./bank-names.ts";

/** The value of the field `bank` when the bank is written in `otherBank`. */
export const OTHER_BANK = "other";

/** As typed. */
export interface TypedBankAccount {
  bank: string;
  otherBank: string;
  accountName: string;
  accountNo: string;
}

/** Field → key of the `bankAccounts` dictionary. */
export interface BankAccountErrors {
  bank?: "bankMissing";
  otherBank?: "otherBankMissing" | "otherBankBoth";
  accountName?: "nameMissing" | "nameOther";
  accountNo?: "noFormat" | "noKnown" | "noTaken";
}

export type ProposeBankAccountResult =
  | { ok: true; accountId: string; repeated: boolean }
  | { ok: false; reason: "not-permitted" }
  | { ok: false; reason: "invalid"; errors: BankAccountErrors };

interface Proposing {
  organizationId: string;
  userId: string;
  typed: TypedBankAccount;
  now: Date;
}

const refuse = (errors: BankAccountErrors): ProposeBankAccountResult => ({
  ok: false,
  reason: "invalid",
  errors,
});

/** Full-width forms and spaces do not make another name or number. */
const plain = (text: string): string => text.normalize("NFKC").replace(/\s/g, "");

/**
 * Proposes an account to which donors may transfer; it is offered once a second person has confirmed it. Gifts
 * must go to the charity's own account, so its holder is the organization by its registered name. A number is
 * recorded once on the platform; whose it is is not told. One that the organization has closed is proposed
 * again as it was. Safe to call again and at once.
 */
export async function proposeBankAccount(proposing: Proposing): Promise<ProposeBankAccountResult> {
  const { organizationId, userId, typed } = proposing;
  const { bank, accountNo, errors } = readTyped(typed);
  return transaction(async (tx): Promise<ProposeBankAccountResult> => {
    if (!(await holdsRole(tx, proposing, ["charity-clerk", "charity-approver"])))
      return { ok: false, reason: "not-permitted" };
    const [organization] = await tx.rows<{ name: string }>("select name from organization where id = $1", [
      organizationId,
    ]);
    const ownName = organization?.name ?? "";
    if (!errors.accountName && plain(typed.accountName) !== plain(ownName)) errors.accountName = "nameOther";
    if (Object.keys(errors).length > 0) return refuse(errors);
    await tx.run("select pg_advisory_xact_lock(hashtextextended('bank_account ' || $1, 0))", [accountNo]);
    const same = await accountsWith(tx, accountNo);
    if (same.some((row) => row.organizationId !== organizationId && !(row.isWithdrawn && row.bank !== bank)))
      return refuse({ accountNo: "noTaken" });
    const own = same.filter((row) => row.organizationId === organizationId);
    const open = own.find((row) => !row.isClosed);
    if (open?.isProposed && open.proposedById === userId && open.bank === bank)
      return { ok: true, accountId: open.id, repeated: true };
    if (open) return refuse({ accountNo: "noKnown" });
    const closed = own.find((row) => row.bank === bank);
    const acting = { ...proposing, accountId: closed?.id ?? randomUUID() };
    if (closed) await proposeAgain(tx, acting);
    else
      await tx.run(
        `insert into bank_account (id, organization_id, bank, account_name, account_no, proposed_by_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [acting.accountId, organizationId, bank, ownName, accountNo, userId, proposing.now],
      );
    await noteBankAccountAct(tx, { ...acting, kind: "proposed" });
    return { ok: true, accountId: acting.accountId, repeated: false };
  });
}

function readTyped(typed: TypedBankAccount) {
  const errors: BankAccountErrors = {};
  const written = typed.otherBank.normalize("NFKC").trim();
  const isOther = typed.bank === OTHER_BANK;
  if (!isOther && !BANK_CODES.includes(typed.bank)) errors.bank = "bankMissing";
  else if (isOther && (written.length < 2 || written.length > 60)) errors.otherBank = "otherBankMissing";
  else if (!isOther && written !== "") errors.otherBank = "otherBankBoth";
  if (plain(typed.accountName) === "") errors.accountName = "nameMissing";
  const accountNo = plain(typed.accountNo);
  if (!/^\d{8,32}$/.test(accountNo)) errors.accountNo = "noFormat";
  return { bank: isOther ? bankCodeOf(written) : typed.bank, accountNo, errors };
}

interface SameNumber {
  id: string;
  organizationId: string;
  bank: string;
  proposedById: string | null;
  isProposed: boolean;
  isClosed: boolean;
  /** Closed without ever having been confirmed. */
  isWithdrawn: boolean;
}

async function accountsWith(tx: Sql, accountNo: string): Promise<SameNumber[]> {
  return tx.rows<SameNumber>(
    `select id, organization_id as "organizationId", bank, proposed_by_id as "proposedById",
            confirmed_at is null as "isProposed", closed_at is not null as "isClosed",
            closed_at is not null and confirmed_at is null as "isWithdrawn"
     from bank_account where account_no = $1 order by created_at, id for update`,
    [accountNo],
  );
}

/** Needs a second person anew, even if it was confirmed before it was closed. */
async function proposeAgain(tx: Sql, { accountId, userId }: BankAccountActing): Promise<void> {
  await tx.run(
    `update bank_account set proposed_by_id = $2, confirmed_by_id = null, confirmed_at = null,
                             closed_by_id = null, closed_at = null
     where id = $1`,
    [accountId, userId],
  );
}
