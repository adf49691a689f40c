import { DEMO_TEST_KEY } from "#app/features/consumption/integrators/demo-test-key.ts";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { hashPassword } from "#app/features/identity/password.server.ts";
import type { MemberRole, Role } from "#app/features/identity/roles.ts";
import { hashToken } from "#app/features/identity/token.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import { stableId } from "./random.ts";

/** Everybody of the demo has it; the demo's accounts open nothing that is real. */
export const DEMO_PASSWORD = "mingshan-demo-2026";
const DOMAIN = "demo.mingshan.example";

interface Person {
  email: string;
  name: string;
  role: Role;
  organization: string | null;
}

export const personId = (email: string): string => transferIdOf("mingshan-demo", "person", email);
const emailOf = (name: string): string => `${name}@${DOMAIN}`;

/** One of every role, for people who look around; the first charity is the guide's. */
export const LEADING: readonly Person[] = [
  { email: emailOf("donor"), name: "山茶", role: "donor", organization: null },
  { email: emailOf("clerk"), name: "周敏", role: "charity-clerk", organization: "tonglu-charity" },
  { email: emailOf("approver"), name: "沈岚", role: "charity-approver", organization: "tonglu-charity" },
  { email: emailOf("merchant"), name: "何建民", role: "merchant", organization: "yiwei-noodles" },
  { email: emailOf("trustee"), name: "陆远", role: "trustee", organization: "qiantang-trust" },
  { email: emailOf("officer"), name: "方正", role: "bureau-officer", organization: "tonglu-bureau" },
  { email: emailOf("operator"), name: "江帆", role: "operator", organization: "mingshan-platform" },
];

/** The guide's charity has two approvers, so that payments which want two can be tried. */
const SECOND_APPROVER: Person = {
  email: emailOf("approver2"),
  name: "杜蘅",
  role: "charity-approver",
  organization: "tonglu-charity",
};

/** Two people of an organization's books: whoever proposes never approves. */
export function spendersOf(slug: string): { clerk: string; approver: string } {
  if (slug === "tonglu-charity") return { clerk: emailOf("clerk"), approver: emailOf("approver") };
  if (slug === "qiantang-trust") return { clerk: emailOf("trustee"), approver: emailOf(`approver.${slug}`) };
  return { clerk: emailOf(`clerk.${slug}`), approver: emailOf(`approver.${slug}`) };
}

const SURNAMES = ["钱", "孙", "李", "吴", "郑", "王", "冯", "陈", "蒋", "韩", "杨", "朱", "许", "吕"];

function everybody(): Person[] {
  const others = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee").flatMap(
    ({ slug, kind }, at): Person[] => {
      const { clerk, approver } = spendersOf(slug);
      const surname = SURNAMES[at % SURNAMES.length] ?? "林";
      return [
        {
          email: clerk,
          name: `${surname}静`,
          role: kind === "trustee" ? "trustee" : "charity-clerk",
          organization: slug,
        },
        {
          email: approver,
          name: `${surname}国强`,
          role: kind === "trustee" ? "trustee" : "charity-approver",
          organization: slug,
        },
      ];
    },
  );
  const known = new Set(LEADING.map(({ email }) => email));
  return [...LEADING, SECOND_APPROVER, ...others.filter(({ email }) => !known.has(email))];
}

/** Writes the people with their roles. */
export async function writePeople(clock: SeedClock): Promise<number> {
  const people = everybody();
  const createdAt = clock.at(clock.day(-480), 9);
  await db.run(
    `insert into app_user (id, email, name, password_hash, created_at)
     select id, email, name, $4, $5 from unnest($1::uuid[], $2::text[], $3::text[]) as g(id, email, name)
     on conflict do nothing`,
    [
      people.map(({ email }) => personId(email)),
      people.map(({ email }) => email),
      people.map(({ name }) => name),
      await hashPassword(DEMO_PASSWORD),
      createdAt,
    ],
  );
  for (const { email, role, organization } of people) {
    if (role === "donor" || organization === null) continue;
    const membership = {
      organizationId: stableId.organization(organization),
      userId: personId(email),
      role: role as MemberRole,
    };
    await grantMembership(membership, createdAt);
  }
  return people.length;
}

export interface SeededKey {
  role: Role;
  organization: string;
  key: string;
}

/** Makes the API keys anew: only their hashes are kept, so a seed begun again cannot read the former ones. */
export async function writeApiKeys(clock: SeedClock): Promise<SeededKey[]> {
  const keys: SeededKey[] = [];
  for (const { email, role, organization } of LEADING) {
    if (organization === null || role === "bureau-officer" || role === "operator") continue;
    const id = transferIdOf("mingshan-demo", "api-key", email);
    await db.run("delete from api_key where id = $1", [id]);
    const made = await createApiKey(
      { id, userId: personId(email), organizationId: stableId.organization(organization), name: "演示" },
      clock.now,
    );
    invariant(made.ok, `an API key for ${email}`);
    keys.push({ role, organization, key: made.key });
  }
  await writeTestKey(clock);
  return keys;
}

/** The key that /developers shows to everybody who looks around. */
async function writeTestKey(clock: SeedClock): Promise<void> {
  const merchant = LEADING.find(({ role }) => role === "merchant");
  invariant(merchant?.organization, "the demo has a merchant");
  await db.run(
    `insert into api_key (id, organization_id, user_id, name, key_hash, prefix, created_at, mode)
     values ($1, $2, $3, '人人可试', $4, $5, $6, 'test') on conflict (id) do nothing`,
    [
      transferIdOf("mingshan-demo", "api-key", "developers"),
      stableId.organization(merchant.organization),
      personId(merchant.email),
      hashToken(DEMO_TEST_KEY),
      DEMO_TEST_KEY.slice(0, 13),
      clock.now,
    ],
  );
}
