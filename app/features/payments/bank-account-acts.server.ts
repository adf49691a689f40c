import { db, type Sql } from "#app/lib/db.server.ts";

export type BankAccountActKind = "proposed" | "confirmed" | "closed";

/** What a person does with a bank account of an organization. */
export interface BankAccountActing {
  organizationId: string;
  userId: string;
  accountId: string;
  now: Date;
}

export interface LockedBankAccount {
  accountName: string;
  organizationName: string;
  proposedById: string | null;
  confirmedAt: Date | null;
  closedAt: Date | null;
}

/** The organization's account, locked until the transaction ends. */
export async function lockBankAccount(
  tx: Sql,
  { organizationId, accountId }: BankAccountActing,
): Promise<LockedBankAccount | null> {
  const [row] = await tx.rows<LockedBankAccount>(
    `select b.account_name as "accountName", o.name as "organizationName", b.proposed_by_id as "proposedById",
            b.confirmed_at as "confirmedAt", b.closed_at as "closedAt"
     from bank_account b join organization o on o.id = b.organization_id
     where b.organization_id = $1 and b.id::text = $2 for update of b`,
    [organizationId, accountId],
  );
  return row ?? null;
}

/** Whether the person holds one of these roles in the organization now. */
export async function holdsRole(
  tx: Sql,
  { organizationId, userId }: { organizationId: string; userId: string },
  roles: readonly ("charity-clerk" | "charity-approver")[],
): Promise<boolean> {
  const found = await tx.rows(
    "select 1 from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, [...roles]],
  );
  return found.length > 0;
}

/** Notes what was done with an account. Call under the lock of its row. */
export async function noteBankAccountAct(
  tx: Sql,
  act: BankAccountActing & { kind: BankAccountActKind },
): Promise<void> {
  await tx.run(
    `insert into bank_account_act (account_id, number, organization_id, kind, user_id, at)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from bank_account_act where account_id = $1`,
    [act.accountId, act.organizationId, act.kind, act.userId, act.now],
  );
}

export interface BankAccountAct {
  accountId: string;
  number: number;
  accountEnd: string;
  kind: BankAccountActKind;
  by: string | null;
  at: Date;
}

/** What was done with an organization's bank accounts, the newest first. */
export async function listBankAccountActs(organizationId: string): Promise<BankAccountAct[]> {
  return db.rows<BankAccountAct>(
    `select a.account_id as "accountId", a.number, right(b.account_no, 4) as "accountEnd", a.kind, u.name as by, a.at
     from bank_account_act a join bank_account b on b.id = a.account_id
     left join app_user u on u.id = a.user_id
     where a.organization_id = $1 order by a.at desc, a.number desc limit 30`,
    [organizationId],
  );
}

export interface BankAccountRow {
  id: string;
  bank: string;
  accountName: string;
  accountNo: string;
  proposedById: string | null;
  proposedBy: string | null;
  state: "proposed" | "open" | "closed";
}

/** All accounts of an organization, in the order they were recorded. For its own people alone. */
export async function listBankAccounts(organizationId: string): Promise<BankAccountRow[]> {
  return db.rows<BankAccountRow>(
    `select b.id, b.bank, b.account_name as "accountName", b.account_no as "accountNo",
            b.proposed_by_id as "proposedById", u.name as "proposedBy",
            case when b.closed_at is not null then 'closed' when b.confirmed_at is null then 'proposed'
                 else 'open' end as state
     from bank_account b left join app_user u on u.id = b.proposed_by_id
     where b.organization_id = $1 order by b.created_at, b.account_no`,
    [organizationId],
  );
}
