import { db, type Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type BaseYear, baseYears } from "./base-years.server.ts";
import { computeRatios, type RatioInputs, type RatioResults } from "./compute-ratios.ts";
import { type Forecast, forecastSpend, type MonthSpend } from "./forecast.ts";
import { ledgerYears } from "./ledger-years.server.ts";
import {
  approvedFen,
  type CostSums,
  costSums,
  type InTransit,
  inTransit,
  reachedByMonth,
} from "./spent.server.ts";

export interface RatioOrganization {
  id: string;
  slug: string;
  name: string;
  nameEn: string;
  form: string | null;
  registeredOn: string | null;
  raisesPublicly: boolean;
  governance: unknown;
}

/** A charity as the rules see it in a year; null for anything else. */
export async function findRatioCharity(
  by: { id: string } | { slug: string },
  year: number,
  sql: Sql = db,
): Promise<RatioOrganization | null> {
  const [row] = await sql.rows<RatioOrganization>(
    `select o.id, o.slug, o.name, o.name_en as "nameEn", o.form, o.registered_on as "registeredOn", o.governance,
            (o.qualification_from <= make_date($2, 12, 31)
              and coalesce(o.qualification_to, 'infinity') >= make_date($2, 1, 1)) is true as "raisesPublicly"
     from organization o where o.kind = 'charity' and ${"id" in by ? "o.id" : "o.slug"} = $1`,
    ["id" in by ? by.id : by.slug, year],
  );
  return row ?? null;
}

export interface RatioYear {
  year: number;
  /** The years to choose from, newest first. */
  years: number[];
  /** End of what is counted: today, or 31 December of a year that is over. */
  throughDay: string;
  isOver: boolean;
  asOf: Date;
  inputs: RatioInputs;
  results: RatioResults;
  bases: BaseYear[];
  months: MonthSpend[];
  transit: InTransit[];
  transitFen: bigint;
  approvedFen: bigint;
  costs: CostSums;
  /** Null once the year is over. */
  forecast: Forecast | null;
}

/** So many years back can be looked at. */
const YEARS_SHOWN = 3;

/** The year that a query asks for, kept within what can be looked at. */
export function yearOf(asked: string | null, now: Date): number {
  const thisYear = Number(shanghaiDay(now).slice(0, 4));
  const year = Number(asked);
  return Number.isInteger(year) && year > thisYear - YEARS_SHOWN && year <= thisYear ? year : thisYear;
}

/** Everything the ratios of a year are computed from, and the ratios; one moment's figures. */
export async function loadRatioYear(
  organization: RatioOrganization,
  year: number,
  now: Date,
): Promise<RatioYear> {
  const today = shanghaiDay(now);
  const thisYear = Number(today.slice(0, 4));
  const isOver = year < thisYear;
  const throughDay = isOver ? `${year}-12-31` : today;
  const [ledger, months, transit, costs, approved] = await Promise.all([
    ledgerYears(organization.id),
    reachedByMonth(organization.id, year),
    inTransit(organization.id, throughDay),
    costSums(organization.id, year),
    isOver ? 0n : approvedFen(organization.id),
  ]);
  const bases = await baseYears(organization.id, organization.governance, ledger);
  const own = ledger.find((one) => one.year === year);
  const inputs: RatioInputs = {
    year,
    isFirstYear: organization.registeredOn?.startsWith(`${year}-`) ?? false,
    isFoundation: organization.form === "foundation",
    raisesPublicly: organization.raisesPublicly,
    facts: {
      reachedFen: months.reduce((sum, { fen }) => sum + fen, 0n),
      paidFen: own?.paidFen ?? 0n,
      administrationFen: costs.administrationFen,
      fundraisingFen: costs.fundraisingFen,
      channelFeesFen: own?.channelFeesFen ?? 0n,
      projectFen: costs.projectFen,
    },
    own: isOver ? (bases.find((base) => base.year === year && base.source !== "ledger") ?? null) : null,
    before: bases.filter((base) => base.year < year && base.year >= year - 3),
  };
  const results = computeRatios(inputs);
  const transitFen = transit.reduce((sum, { fen }) => sum + fen, 0n);
  const { spend } = results.main;
  const requiredFen = spend.bases.length > 0 ? spend.spentFen + spend.missingFen : null;
  const forecast = isOver
    ? null
    : forecastSpend({ year, today, months, inTransitFen: transitFen, approvedFen: approved, requiredFen });
  return {
    year,
    years: Array.from({ length: YEARS_SHOWN }, (_, back) => thisYear - back),
    throughDay,
    isOver,
    asOf: now,
    inputs,
    results,
    bases: bases.filter((base) => base.year >= year - 3 && base.year <= year),
    months,
    transit,
    transitFen,
    approvedFen: approved,
    costs,
    forecast,
  };
}
