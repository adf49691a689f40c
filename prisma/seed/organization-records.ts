import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { correctOrganization } from "#app/features/organizations/correct-organization.server.ts";
import { readOrganization } from "#app/features/organizations/current-facts.server.ts";
import { decideChange } from "#app/features/organizations/decide-change.server.ts";
import type { OrganizationFacts, OrganizationPersonFacts } from "#app/features/organizations/facts.ts";
import { registerOrganization } from "#app/features/organizations/register-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import { personId, spendersOf } from "./people.ts";
import { Draw, stableId } from "./random.ts";
import { eachAtOnce } from "./steps.ts";
import { makeUscc, usccCheck } from "./uscc.ts";

const SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜谢邹柏窦章苏潘葛范彭".split("");
const GIVEN = "国平 海燕 志远 秀兰 建华 文静 晓东 桂英 立新 雅琴 永康 春梅 德明 月华 少峰 丽萍".split(" ");
const OFFICER = personId("officer@demo.mingshan.example");
const DONOR = personId("donor@demo.mingshan.example");
const TONGLU = "330122";

const changeId = (slug: string, what: string): string =>
  transferIdOf("mingshan-demo", "organization-change", `${slug} ${what}`);

/** A board of seven or nine, three supervisors and a secretary-general; all names are drawn. */
function governorsOf(slug: string, clock: SeedClock): OrganizationPersonFacts[] {
  const draw = new Draw("board", slug);
  const names = new Set<string>();
  const name = (): string => {
    const drawn = `${draw.pick(SURNAMES)}${draw.pick(GIVEN)}`;
    if (names.has(drawn)) return name();
    names.add(drawn);
    return drawn;
  };
  const termFrom = clock.day(-draw.whole(200, 900));
  const termTo = `${Number(termFrom.slice(0, 4)) + 5}${termFrom.slice(4, 8)}01`;
  const person = (office: OrganizationPersonFacts["office"], isFullTime = false) => ({
    name: name(),
    office,
    termFrom,
    termTo,
    isFullTime,
    isFromOutside: false,
    comesFrom: office === "director" && draw.chance(0.2) ? "县第一中学" : "",
    relativeOf: "",
  });
  return [
    person("chair"),
    person("vice-chair"),
    ...Array.from({ length: draw.pick([5, 7]) }, () => person("director")),
    person("chief-supervisor"),
    person("supervisor"),
    person("supervisor"),
    person("secretary-general", true),
  ];
}

/** Gives every charity a board and related parties, through the verb that its own people use. */
async function writeGovernors(clock: SeedClock): Promise<number> {
  const charities = ORGANIZATIONS.filter(({ kind }) => kind === "charity");
  await eachAtOnce(charities, 4, async ({ slug }) => {
    const people = governorsOf(slug, clock);
    await correct(
      slug,
      "board",
      clock.at(clock.day(-190), 10),
      "理事会换届后按信息公开办法公布成员（演示）",
      {
        people,
        relatedParties: [
          { name: `${people[0]?.name}`, relation: "manager" },
          { name: "湖畔实业有限公司（演示）", relation: "main-donor" },
        ],
      },
    );
  });
  return charities.length;
}

async function correct(
  slug: string,
  what: string,
  now: Date,
  note: string,
  change: Partial<OrganizationFacts>,
): Promise<void> {
  const organizationId = stableId.organization(slug);
  const organization = await readOrganization(db, organizationId);
  invariant(organization, `${slug} has a record`);
  const facts = { ...organization.facts, ...change };
  const userId = personId(spendersOf(slug).clerk);
  const result = await correctOrganization({
    changeId: changeId(slug, what),
    organizationId,
    userId,
    facts,
    note,
    now,
  });
  invariant(result.ok, `the ${what} of ${slug}: ${result.ok ? "" : result.reason}`);
}

async function accept(slug: string, what: string, now: Date, reason: string): Promise<void> {
  const result = await decideChange({
    changeId: changeId(slug, what),
    officerId: OFFICER,
    decision: "accepted",
    reason,
    now,
  });
  invariant(result.ok, `the ${what} of ${slug}: ${result.ok ? "" : result.reason}`);
}

/** Certificates that the Tonglu bureau has accepted, a change of status that waits for it, and two registrations. */
async function writeRequests(clock: SeedClock): Promise<void> {
  for (const slug of ["tonglu-charity", "fuchun-education"]) {
    const organization = await readOrganization(db, stableId.organization(slug));
    const qualification = organization?.facts.qualification;
    invariant(qualification, `${slug} has a qualification`);
    await correct(slug, "certificate", clock.at(clock.day(-120), 9), "补登公开募捐资格证书编号（演示）", {
      qualification: { ...qualification, certificateNo: `演示募证第 ${slug.length} 号` },
    });
    await accept(slug, "certificate", clock.at(clock.day(-118), 15), "与证书正本一致");
  }
  await correct(
    "fuchun-education",
    "tax",
    clock.at(clock.day(-2), 16),
    "新一批税前扣除资格名单已公布（演示）",
    {
      taxStatus: {
        from: `${clock.today.slice(0, 4)}-01-01`,
        to: `${Number(clock.today.slice(0, 4)) + 2}-12-31`,
      },
    },
  );
  await apply(clock, "qingxi-schooling", {
    name: "清溪助学会（演示）",
    nameEn: "Clear Brook Schooling (demo)",
    form: "association",
    uscc: makeUscc("51", TONGLU, 701),
    usccOverrideReason: null,
  });
  // A code as the first pilots had them: right but for its check character.
  const code = makeUscc("52", TONGLU, 702);
  const wrong = usccCheck(code.slice(0, 17)) === "0" ? "1" : "0";
  await apply(clock, "fenshui-reading", {
    name: "分水夜读服务中心（演示）",
    nameEn: "Fenshui Night Reading (demo)",
    form: "service-org",
    uscc: `${code.slice(0, 17)}${wrong}`,
    usccOverrideReason: "早期试点时赋的码，已对照登记证书正本逐位核对（演示）",
  });
}

async function apply(
  clock: SeedClock,
  slug: string,
  who: Pick<OrganizationFacts, "name" | "nameEn" | "form" | "uscc" | "usccOverrideReason">,
): Promise<void> {
  const result = await registerOrganization({
    changeId: changeId(slug, "registration"),
    organizationId: null,
    userId: DONOR,
    facts: {
      ...who,
      kind: "charity",
      registrar: "桐庐县民政局（演示）",
      divisionCode: TONGLU,
      registeredOn: "2025-03-18",
      qualification: null,
      taxStatus: null,
      assessment: null,
      people: governorsOf(slug, clock),
      relatedParties: [{ name: "分水书院（演示）", relation: "founder" }],
      contact: "桐庐县分水镇演示路 1 号",
      summary: "给山里的孩子找书、找老师。",
      summaryEn: "Books and teachers for children in the hills.",
    },
    now: clock.at(clock.day(-1), slug.length % 2 === 0 ? 10 : 14),
  });
  invariant(result.ok, `the registration of ${slug}: ${result.ok ? "" : result.reason}`);
}

/** Boards, certificates and what waits for a bureau. May be started again. */
export async function writeRecords(clock: SeedClock): Promise<number> {
  const count = await writeGovernors(clock);
  await writeRequests(clock);
  return count;
}
