import { inLang } from "#app/features/funds/fund-text.ts";
import { isCreditSide } from "#app/features/ledger/accounts.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { bookHref, LedgerRows } from "./ledger-rows.tsx";
import { accountHref, accountText, transferText } from "./ledger-text.ts";
import type { AccountData, AccountsData } from "./load-ledger.server.ts";

/** In the account's own sense: what is owed and net assets grow by credits. */
function balanceOf({
  code,
  debitFen,
  creditFen,
}: Pick<AccountData["account"], "code" | "debitFen" | "creditFen">) {
  return isCreditSide(code) ? creditFen - debitFen : debitFen - creditFen;
}

/** Every account that has moved, with both sides and the balance. */
export function AccountsPage({ organization, accounts, funds, asOf }: AccountsData) {
  const t = useT("ledger");
  const lang = useLang();
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  const sumOf = (side: "debitFen" | "creditFen") =>
    accounts.reduce((sum, account) => sum + account[side], 0n);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/ledger", label: t("title") }]} />
      <h1>
        {organization
          ? t("accountsOf", { name: inLang(lang, organization.name, organization.nameEn) })
          : t("accounts")}
      </h1>
      <p className="lead">{t("accountsLead")}</p>
      <AsOf at={asOf} />
      <div className="section-body">
        <CardsTable
          caption={t("accountsCaption")}
          variant="trio"
          rows={accounts}
          rowKey={(account) => account.id}
          empty={<p className="note">{t("noAccounts")}</p>}
          columns={[
            {
              key: "account",
              head: t("account"),
              cell: (account) => {
                const fund = account.fundId ? funds.get(account.fundId) : undefined;
                return (
                  <>
                    <a href={accountHref(account.id)}>{accountText(account.kind, t)}</a>
                    <small>
                      {fund
                        ? inLang(lang, fund.name, fund.nameEn)
                        : inLang(lang, account.organizationName, account.organizationNameEn)}
                      {account.currency === "CNY" ? "" : ` · ${account.currency}`}
                    </small>
                  </>
                );
              },
              foot: t("total"),
            },
            {
              key: "code",
              head: t("code"),
              label: null,
              className: "num code-col",
              cell: (account) => account.code,
              foot: null,
            },
            {
              key: "debit",
              head: t("debit"),
              right: true,
              cell: (account) => money(account.debitFen),
              foot: money(sumOf("debitFen")),
            },
            {
              key: "credit",
              head: t("credit"),
              right: true,
              cell: (account) => money(account.creditFen),
              foot: money(sumOf("creditFen")),
            },
            {
              key: "balance",
              head: t("balanceYuan"),
              right: true,
              cell: (account) => money(balanceOf(account)),
              foot: null,
            },
          ]}
        />
      </div>
      <p className="note">{t("codeNote")}</p>
    </div>
  );
}

/** One account: its sums, what they are made of, and every row. */
export function AccountPage({ account, fund, kind, rows, nextCursor, isFirstPage }: AccountData) {
  const t = useT("ledger");
  const lang = useLang();
  const path = accountHref(account.id);
  const organization = inLang(lang, account.organizationName, account.organizationNameEn);
  const balanceFen = balanceOf(account);
  const query = (cursor: string | null) => {
    const params = new URLSearchParams();
    if (kind) params.set("kind", kind);
    if (cursor) params.set("cursor", cursor);
    const text = params.toString();
    return text === "" ? path : `${path}?${text}`;
  };
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/ledger", label: t("title") },
          { href: `/ledger/accounts?organization=${account.organizationSlug}`, label: organization },
        ]}
      />
      <div className="answer">
        <p className="name">{fund ? inLang(lang, fund.name, fund.nameEn) : organization}</p>
        <h1>{accountText(account.kind, t)}</h1>
        <p className="lead">
          {t("accountSay", { count: Number(account.rowCount), amount: formatYuan(balanceFen) })}
        </p>
        <AsOf at={account.asOf} />
      </div>
      <div className="section-body">
        <Facts
          items={[
            { term: t("debit"), value: <Money fen={account.debitFen} /> },
            { term: t("credit"), value: <Money fen={account.creditFen} /> },
            { term: t("balanceYuan"), value: <Money fen={balanceFen} /> },
            { term: t("code"), value: account.code, code: true, note: t("codeNote") },
            { term: t("currency"), value: account.currency, code: true },
            {
              term: t("owner"),
              value: fund ? (
                <a href={bookHref(fund)}>{inLang(lang, fund.name, fund.nameEn)}</a>
              ) : (
                <a href={`/organizations/${account.organizationSlug}`}>{organization}</a>
              ),
            },
          ]}
        />
      </div>
      <Section title={t("rows")} id="rows">
        <LinkTabs
          label={t("kindOfRows")}
          items={[
            { href: path, label: t("allKinds"), current: kind === null, count: Number(account.rowCount) },
            ...account.kinds.map((entry) => ({
              href: `${path}?kind=${entry.kind}`,
              label: transferText(entry.kind, t),
              current: kind === entry.kind,
              count: entry.count,
            })),
          ]}
        />
        <LedgerRows rows={rows} ofAccount={account} />
        <Pagination first={isFirstPage ? null : query(null)} next={nextCursor ? query(nextCursor) : null} />
      </Section>
    </div>
  );
}
