import { CURRENT_LEGS_SQL } from "#app/features/ledger/balances.server.ts";
import { type FundLegSum, fundTermsOf } from "#app/features/ledger/fund-terms.ts";
import { db, type Sql } from "#app/lib/db.server.ts";
import { emptyFigures, type FundFigures, figuresOf } from "./figures.ts";
import { FILING_TERMS_SQL, type FilingTerm } from "./filings/filing-terms.ts";
import type { GivingProvider } from "./giving-rules.ts";
import type { FundKind, PublicFundState } from "./kinds.ts";
import { FEWEST_SHOWN_PEOPLE } from "./shown-people.ts";

type LegJson = [
  account: string,
  kind: string,
  debitFen: string,
  creditFen: string,
  debits: string,
  credits: string,
];

interface FiguresRow {
  fundId: string;
  /** Amounts as text: JSON numbers would pass through a float. */
  legs: LegJson[];
  unsettledFen: bigint;
  deliveredFen: bigint;
  beneficiaryCount: bigint;
  asOf: Date;
}

/**
 * The published figures of the funds named, all read in one statement and so at one moment. Ids that are
 * no fund have zeros. Costs a few index reads a fund, whatever its history: sums come from the snapshot.
 */
export async function fundFigures(
  fundIds: readonly string[],
  sql: Sql = db,
): Promise<Map<string, FundFigures>> {
  if (fundIds.length === 0) return new Map();
  const rows = await sql.rows<FiguresRow>(
    `with ${CURRENT_LEGS_SQL},
     sums as (
       select a.fund_id, a.kind as account, l.kind, sum(l.debit_fen) as debit_fen, sum(l.credit_fen) as credit_fen,
              sum(l.debit_count) as debit_count, sum(l.credit_count) as credit_count
       from account a join legs l on l.account_id = a.id
       where a.fund_id = any($1) and a.kind in ('available', 'held', 'committed') and a.currency = 'CNY'
       group by a.fund_id, a.kind, l.kind
     ), terms as (
       select fund_id, json_agg(json_build_array(account, kind, debit_fen::text, credit_fen::text,
                                                 debit_count::text, credit_count::text)) as legs
       from sums group by fund_id
     ), unsettled as (
       select fund_id, sum(amount_fen)::int8 as fen from unsettled_payment
       where fund_id = any($1) group by fund_id
     ), delivered as (
       select fund_id, sum(delivered_fen)::int8 as fen,
              (sum(people) filter (where people >= ${FEWEST_SHOWN_PEOPLE}))::int8 as people
       from beneficiary_batch
       where fund_id = any($1) group by fund_id
     )
     select g.id as "fundId", coalesce(t.legs, '[]') as legs, coalesce(u.fen, 0)::int8 as "unsettledFen",
            coalesce(d.fen, 0)::int8 as "deliveredFen", coalesce(d.people, 0)::int8 as "beneficiaryCount",
            statement_timestamp() as "asOf"
     from unnest($1::text[]) g(id) left join terms t on t.fund_id = g.id
     left join unsettled u on u.fund_id = g.id left join delivered d on d.fund_id = g.id`,
    [[...new Set(fundIds)]],
  );
  return new Map(rows.map((row) => [row.fundId, figuresOf(fundTermsOf(row.legs.map(legOf)), row)]));
}

function legOf([account, kind, debitFen, creditFen, debits, credits]: LegJson): FundLegSum {
  return {
    account: account as FundLegSum["account"],
    kind,
    debitFen: BigInt(debitFen),
    creditFen: BigInt(creditFen),
    debitCount: BigInt(debits),
    creditCount: BigInt(credits),
  };
}

/** Figures by fund id; a fund that has none yet counts as empty. */
export function figuresIn(map: Map<string, FundFigures>, fundId: string, now: Date): FundFigures {
  return map.get(fundId) ?? emptyFigures(now);
}

/** One published fund with who runs it and where. Days are YYYY-MM-DD in China. */
export interface PublicFund {
  id: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  lead: string;
  leadEn: string;
  story: string;
  storyEn: string;
  category: string;
  divisionCode: string;
  divisionName: string;
  divisionNameEn: string;
  state: PublicFundState;
  currency: string;
  goalFen: bigint | null;
  isPublicCampaign: boolean;
  filingNo: string | null;
  filedOn: string | null;
  filingFrom: string | null;
  filingTo: string | null;
  filingTerms: FilingTerm[];
  designatedPlatformUrl: string | null;
  deedAllowsGifts: boolean;
  startsOn: string | null;
  endsOn: string | null;
  beneficiaries: string;
  beneficiariesEn: string;
  surplus: string;
  surplusEn: string;
  amountHint: string;
  amountHintEn: string;
  createdAt: Date;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  organizationNameEn: string;
  organizationContact: string;
  overseasCardBasis: string | null;
  isRegistered: boolean;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  /** Providers with an enabled, tested credential in the fund's currency; "offline" with a bank account. */
  providers: GivingProvider[];
}

export const PUBLIC_FUND_COLUMNS = `
  f.id, f.kind, f.slug, f.title, f.title_en as "titleEn", f.lead, f.lead_en as "leadEn", f.story,
  f.story_en as "storyEn", f.category, f.division_code as "divisionCode", v.name as "divisionName",
  v.name_en as "divisionNameEn", f.state, f.currency, f.goal_fen as "goalFen",
  f.is_public_campaign as "isPublicCampaign", f.filing_no as "filingNo", f.filed_on as "filedOn",
  f.filing_from as "filingFrom", f.filing_to as "filingTo",
  ${FILING_TERMS_SQL} as "filingTerms", f.designated_platform_url as "designatedPlatformUrl",
  f.deed_allows_gifts as "deedAllowsGifts", f.starts_on as "startsOn", f.ends_on as "endsOn", f.beneficiaries,
  f.beneficiaries_en as "beneficiariesEn", f.surplus, f.surplus_en as "surplusEn", f.amount_hint as "amountHint",
  f.amount_hint_en as "amountHintEn", f.created_at as "createdAt", f.organization_id as "organizationId",
  o.slug as "organizationSlug", o.name as "organizationName", o.name_en as "organizationNameEn",
  o.contact as "organizationContact", o.overseas_card_basis as "overseasCardBasis",
  o.state = 'active' as "isRegistered",
  o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo",
  array(select distinct c.provider from payment_credential c
        where c.organization_id = o.id and c.disabled_at is null and c.self_tested_at is not null
          and c.currency = f.currency
        order by c.provider)
    || array(select 'offline' where exists (
                select from bank_account b where b.organization_id = o.id and b.confirmed_at is not null
                  and b.closed_at is null)) as providers`;

export const PUBLIC_FUND_TABLES = `
  fund f join organization o on o.id = f.organization_id join division v on v.code = f.division_code`;

/** A published fund by kind and slug; null if there is none (a draft is none). */
export async function findFund(kind: FundKind, slug: string): Promise<PublicFund | null> {
  const [fund] = await db.rows<PublicFund>(
    `select ${PUBLIC_FUND_COLUMNS} from ${PUBLIC_FUND_TABLES}
     where f.kind = $1 and f.slug = $2 and f.state <> 'draft'`,
    [kind, slug],
  );
  return fund ?? null;
}

/** Id and kind of every published fund, for sums over all of them. */
export async function publishedFunds(): Promise<
  { id: string; kind: FundKind; organizationId: string; divisionCode: string }[]
> {
  return db.rows(
    `select id, kind, organization_id as "organizationId", division_code as "divisionCode"
     from fund where state <> 'draft' order by kind, id`,
  );
}
