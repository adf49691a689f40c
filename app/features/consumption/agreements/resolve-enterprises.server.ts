import { checkUscc, normalUscc } from "#app/features/organizations/uscc.ts";
import { db } from "#app/lib/db.server.ts";
import { rowsOfSheet } from "#app/lib/sheet-rows.ts";

/** One line of a pasted or uploaded list, and the enterprise that it names. */
export type ListedEnterprise =
  | { line: number; text: string; ok: true; merchantId: string; name: string }
  | {
      line: number;
      text: string;
      ok: false;
      reason: "bad-code" | "not-registered" | "two-of-that-name" | "name-differs";
    };

/** A federation's street and more; longer lists come in parts. */
export const MOST_LISTED = 500;

interface Registered {
  id: string;
  name: string;
  nameEn: string;
  uscc: string | null;
}

/**
 * Finds the registered enterprises that a list names, by their codes (USCC), else by their whole names. Each line is
 * answered by itself. A first line that only names the columns is passed over.
 *
 * @param text lines of name and code, in either order, separated by commas or tabs; from a field or a CSV file.
 */
export async function resolveEnterprises(text: string): Promise<ListedEnterprise[] | null> {
  const rows = rowsOfSheet(text.replaceAll("，", ","));
  if (rows === null || rows.length > MOST_LISTED + 1) return null;
  const given = rows
    .map(({ line, cells }) => ({ line, ...namedIn(cells) }))
    .filter(({ name, code }) => code !== "" || !/^(名称|企业|商户|商家|name)/i.test(name));
  const known = await db.rows<Registered>(
    `select id, name, name_en as "nameEn", uscc from organization
     where kind = 'enterprise' and state = 'active' and (uscc = any($1) or normalize(name, NFKC) = any($2) or name_en = any($2))`,
    [given.map(({ code }) => code), given.map(({ name }) => name)],
  );
  return given.map((row) => answerOf(row, known));
}

/** Which cell is the code: eighteen signs of letters and digits; the other is the name. */
function namedIn(cells: readonly string[]): { name: string; code: string; text: string } {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const code = filled.find((cell) => /^[0-9A-Z]{15,20}$/.test(normalUscc(cell)) && /\d{6}/.test(cell));
  const name = filled.find((cell) => cell !== code) ?? "";
  return { name: name.normalize("NFKC"), code: code ? normalUscc(code) : "", text: filled.join(", ") };
}

function answerOf(
  row: { line: number; name: string; code: string; text: string },
  known: readonly Registered[],
): ListedEnterprise {
  const { line, text } = row;
  const bad = (reason: Extract<ListedEnterprise, { ok: false }>["reason"]) =>
    ({ line, text, ok: false, reason }) as const;
  const isNamed = ({ name, nameEn }: Registered) =>
    name.normalize("NFKC") === row.name || nameEn === row.name;
  if (row.code !== "") {
    const found = known.find(({ uscc }) => uscc === row.code);
    if (!found) return bad(checkUscc(row.code) === "right" ? "not-registered" : "bad-code");
    // A code that belongs to somebody else's name is a slip, not a wish.
    if (row.name !== "" && !isNamed(found)) return bad("name-differs");
    return { line, text, ok: true, merchantId: found.id, name: found.name };
  }
  const named = known.filter(isNamed);
  const [only] = named;
  if (!only) return bad("not-registered");
  return named.length > 1
    ? bad("two-of-that-name")
    : { line, text, ok: true, merchantId: only.id, name: only.name };
}

/** Enterprises to choose from: near the charity first, those that a search names alone if there is one. */
export interface EnterpriseChoice {
  id: string;
  name: string;
  nameEn: string;
  uscc: string | null;
  /** It has an agreement in this campaign that is signed or can still be. */
  isAsked: boolean;
}

export async function enterpriseChoices(
  campaign: { fundId: string; organizationId: string },
  search: string,
  today: string,
): Promise<EnterpriseChoice[]> {
  return db.rows<EnterpriseChoice>(
    `select m.id, m.name, m.name_en as "nameEn", m.uscc,
            exists (select from consumption_agreement a
                    join consumption_agreement_version v on v.agreement_id = a.id and v.withdrawn_at is null
                    where a.fund_id = $1 and a.merchant_id = m.id and a.ended_at is null and v.ends_on >= $4::date
                      and (v.merchant_confirmed_at is not null or v.effective_on > $4::date)) as "isAsked"
     from organization m join organization o on o.id = $2
     where m.kind = 'enterprise' and m.state = 'active'
       and ($3 = '' or position(lower($3) in lower(m.name || ' ' || m.name_en || ' ' || coalesce(m.uscc, ''))) > 0)
     order by left(m.division_code, 6) = left(o.division_code, 6) desc, m.name, m.id limit 200`,
    [campaign.fundId, campaign.organizationId, search, today],
  );
}
