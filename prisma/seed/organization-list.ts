import { LATER_ENTERPRISES } from "./consumption-enterprises.ts";

/** The invented organizations. Whatever the name, none of them exists. */
export interface OrganizationSpec {
  slug: string;
  kind: "charity" | "enterprise" | "trustee" | "bureau" | "platform";
  name: string;
  nameEn: string;
  form?: "foundation" | "association" | "service-org";
  division: string;
  registrar?: string;
  registeredOn?: string;
  /** Days from today; null: never had one. */
  qualification?: { fromDays: number; toDays: number | null };
  taxStatus?: { fromDays: number; toDays: number };
  grade?: string;
  gradeToDays?: number;
  summary: string;
  summaryEn: string;
  bearsFees?: boolean;
  /** Takes gifts: gets an Alipay credential, and a Stripe one where there is a basis for cards from abroad. */
  takesGifts?: boolean;
  overseasCardBasis?: string;
}

const BUREAU = {
  "330122": "桐庐县",
  "330481": "海宁市",
  "330702": "婺城区",
  "340722": "枞阳县",
  "3301": "杭州市",
} as const;
type Seat = keyof typeof BUREAU;
const registrarOf = (seat: Seat): string => `${BUREAU[seat]}民政局（演示）`;
const valid = { fromDays: -900, toDays: 700 };
const longValid = { fromDays: -1500, toDays: null };

const CHARITIES: OrganizationSpec[] = [
  {
    slug: "tonglu-charity",
    kind: "charity",
    name: "桐庐县慈善总会（演示）",
    nameEn: "Tonglu Charity Federation (demo)",
    form: "association",
    division: "330122",
    registrar: registrarOf("330122"),
    registeredOn: "2006-05-18",
    qualification: longValid,
    taxStatus: valid,
    grade: "4A",
    gradeToDays: 420,
    summary: "山里的午饭、夜路和上学路，我们和乡镇、村里的人一起张罗。",
    summaryEn:
      "Lunches, night paths and the way to school in the hills, arranged together with the villages.",
    takesGifts: true,
    overseasCardBasis:
      "理事会 2025 年第三次会议同意接受境外银行卡捐赠，只用于已备案项目，按季度报民政部门（演示）。",
  },
  {
    slug: "haining-charity",
    kind: "charity",
    name: "海宁市慈善总会（演示）",
    nameEn: "Haining Charity Federation (demo)",
    form: "association",
    division: "330481",
    registrar: registrarOf("330481"),
    registeredOn: "2003-11-02",
    qualification: longValid,
    taxStatus: valid,
    grade: "5A",
    gradeToDays: 610,
    summary: "一座城，十二个镇街，加上每一个愿意搭把手的人。",
    summaryEn: "One city, twelve towns, and everyone who lends a hand.",
    bearsFees: true,
    takesGifts: true,
  },
  {
    slug: "wucheng-charity",
    kind: "charity",
    name: "婺城区慈善总会（演示）",
    nameEn: "Wucheng Charity Federation (demo)",
    form: "association",
    division: "330702",
    registrar: registrarOf("330702"),
    registeredOn: "2009-09-27",
    qualification: longValid,
    taxStatus: valid,
    grade: "4A",
    gradeToDays: 95,
    summary: "十八个分会，一百九十八个村社工作站，谁家有难处，走几步就能找到人。",
    summaryEn: "Eighteen branches and 198 village stations: help is within walking distance.",
    takesGifts: true,
  },
  {
    slug: "zongyang-charity",
    kind: "charity",
    name: "枞阳县慈善协会（演示）",
    nameEn: "Zongyang Charity Association (demo)",
    form: "association",
    division: "340722",
    registrar: registrarOf("340722"),
    registeredOn: "2012-04-11",
    qualification: valid,
    taxStatus: { fromDays: -1200, toDays: -104 },
    grade: "3A",
    gradeToDays: 200,
    summary: "先把急的帮上，再把账摆出来。村里的互助社就是我们的耳朵。",
    summaryEn:
      "Help first where it is urgent, then lay the accounts open. The village societies are our ears.",
    takesGifts: true,
  },
  {
    slug: "hangzhou-charity",
    kind: "charity",
    name: "杭州市慈善总会（演示）",
    nameEn: "Hangzhou Charity Federation (demo)",
    form: "association",
    division: "3301",
    registrar: registrarOf("3301"),
    registeredOn: "1995-06-08",
    qualification: longValid,
    taxStatus: valid,
    grade: "5A",
    gradeToDays: 330,
    summary: "把城里的心意，送到十三个区县的街巷和村口。",
    summaryEn: "Carries the city's goodwill into the lanes and villages of thirteen districts.",
    takesGifts: true,
    overseasCardBasis: "章程第十四条，经理事会决议接受境外人士小额银行卡捐赠（演示）。",
  },
  {
    slug: "fuchun-education",
    kind: "charity",
    name: "富春江畔教育基金会（演示）",
    nameEn: "Fuchun Riverside Education Foundation (demo)",
    form: "foundation",
    division: "330122",
    registrar: registrarOf("330122"),
    registeredOn: "2015-08-20",
    qualification: valid,
    taxStatus: valid,
    grade: "4A",
    gradeToDays: 260,
    summary: "让山里的孩子也有书、有球、有一盏看得清字的灯。",
    summaryEn: "Books, balls and a lamp to read by, for children in the hills too.",
    takesGifts: true,
    overseasCardBasis: "2024 年校友会来信提出用境外银行卡捐赠，理事会决议接受并单独列账（演示）。",
  },
  {
    slug: "qianjiang-health",
    kind: "charity",
    name: "钱江早晨健康公益基金会（演示）",
    nameEn: "Qianjiang Morning Health Foundation (demo)",
    form: "foundation",
    division: "3301",
    registrar: registrarOf("3301"),
    registeredOn: "2018-03-15",
    qualification: valid,
    taxStatus: valid,
    grade: "3A",
    gradeToDays: 45,
    summary: "早一点查出来，就少一家人掉眼泪。",
    summaryEn: "Found early, many illnesses end well.",
    takesGifts: true,
  },
  {
    slug: "chaosheng-service",
    kind: "charity",
    name: "潮声社会工作服务中心（演示）",
    nameEn: "Tide Social Work Centre (demo)",
    form: "service-org",
    division: "330481",
    registrar: registrarOf("330481"),
    registeredOn: "2021-05-06",
    summary: "六位社工，四个镇，挨家挨户地聊。没有公开募捐资格，只接受理事和老朋友的定向捐赠。",
    summaryEn:
      "Six social workers in four towns, door by door. No qualification for public fundraising: gifts come from friends.",
    takesGifts: true,
  },
  {
    slug: "shanlu-service",
    kind: "charity",
    name: "山路灯公益服务中心（演示）",
    nameEn: "Mountain Lamp Service Centre (demo)",
    form: "service-org",
    division: "330122",
    registrar: registrarOf("330122"),
    registeredOn: "2017-12-12",
    qualification: { fromDays: -1400, toDays: -61 },
    taxStatus: valid,
    grade: "3A",
    gradeToDays: -20,
    summary: "专门给山路装灯。公开募捐资格到期了，正在续办，这段时间不收新的捐款。",
    summaryEn:
      "Lights for mountain paths. The fundraising qualification has run out and is being renewed; no new gifts meanwhile.",
    takesGifts: true,
  },
  {
    slug: "wuzhou-volunteers",
    kind: "charity",
    name: "婺州志愿者协会（演示）",
    nameEn: "Wuzhou Volunteers (demo)",
    form: "association",
    division: "330702",
    registrar: registrarOf("330702"),
    registeredOn: "2014-03-05",
    qualification: valid,
    grade: "3A",
    gradeToDays: 510,
    summary: "周末有空的人，给需要人陪的人。",
    summaryEn: "People with a free weekend, for people who need company.",
    takesGifts: true,
  },
  {
    slug: "baihe-disability",
    kind: "charity",
    name: "白荷残疾人互助协会（演示）",
    nameEn: "White Lotus Disability Association (demo)",
    form: "association",
    division: "340722",
    registrar: registrarOf("340722"),
    registeredOn: "2016-07-01",
    qualification: valid,
    taxStatus: valid,
    grade: "3A",
    gradeToDays: 150,
    summary: "会里一半是残疾人，做的事也是自己最想要的事。",
    summaryEn: "Half of its members live with a disability; they do what they themselves miss most.",
    takesGifts: true,
  },
  {
    slug: "shuangxi-river",
    kind: "charity",
    name: "双溪护水协会（演示）",
    nameEn: "Twin Streams River Keepers (demo)",
    form: "association",
    division: "330702",
    registrar: registrarOf("330702"),
    registeredOn: "2019-06-05",
    qualification: valid,
    taxStatus: valid,
    grade: "2A",
    gradeToDays: 300,
    summary: "捡垃圾，测水样，教孩子认鱼。",
    summaryEn: "Litter picked, water tested, children taught the names of fish.",
    takesGifts: true,
  },
];

const enterprise = (
  slug: string,
  name: string,
  nameEn: string,
  division: string,
  summary: string,
  summaryEn: string,
): OrganizationSpec => ({
  slug,
  kind: "enterprise",
  name: `${name}（演示）`,
  nameEn: `${nameEn} (demo)`,
  division,
  registeredOn: "2016-01-08",
  summary,
  summaryEn,
});

const ENTERPRISES: OrganizationSpec[] = [
  enterprise(
    "yiwei-noodles",
    "一味面馆",
    "One Taste Noodles",
    "330122",
    "每卖一碗面捐一毛。",
    "Ten fen for every bowl.",
  ),
  enterprise(
    "tongjun-tea",
    "桐君茶铺",
    "Tongjun Tea",
    "330122",
    "每卖一罐茶捐一块。",
    "One yuan for every tin of tea.",
  ),
  enterprise(
    "fuchun-books",
    "富春旧书店",
    "Fuchun Old Books",
    "330122",
    "每卖十本书捐一本。",
    "One book in ten.",
  ),
  enterprise(
    "yaolin-inn",
    "瑶琳客栈",
    "Yaolin Inn",
    "330122",
    "每住一晚捐两块。",
    "Two yuan for every night.",
  ),
  enterprise(
    "fenshui-pens",
    "分水制笔厂",
    "Fenshui Pens",
    "330122",
    "每卖一盒笔捐五毛。",
    "Fifty fen for every box of pens.",
  ),
  enterprise(
    "chaoxun-leather",
    "潮讯皮具",
    "Tidal Leather",
    "330481",
    "每卖一只包捐三块。",
    "Three yuan for every bag.",
  ),
  enterprise(
    "yanguan-cakes",
    "盐官糕饼",
    "Yanguan Cakes",
    "330481",
    "每卖一盒糕捐一块。",
    "One yuan for every box of cakes.",
  ),
  enterprise(
    "xucun-textiles",
    "许村家纺",
    "Xucun Home Textiles",
    "330481",
    "每卖一套被子捐五块。",
    "Five yuan for every set of bedding.",
  ),
  enterprise(
    "wuzhou-ham",
    "婺州火腿行",
    "Wuzhou Ham House",
    "330702",
    "每卖一只腿捐十块。",
    "Ten yuan for every ham.",
  ),
  enterprise(
    "shuangxi-flowers",
    "双溪花圃",
    "Twin Streams Nursery",
    "330702",
    "每卖一盆花捐五毛。",
    "Fifty fen for every pot.",
  ),
  enterprise(
    "zongchuan-fish",
    "枞川渔场",
    "Zongchuan Fishery",
    "340722",
    "每卖一斤鱼捐一毛。",
    "Ten fen for every jin of fish.",
  ),
  enterprise(
    "jianghu-software",
    "江湖软件",
    "Jianghu Software",
    "3301",
    "每签一单捐一百块。",
    "A hundred yuan for every contract.",
  ),
];

const TRUSTEES: OrganizationSpec[] = [
  {
    slug: "qiantang-trust",
    kind: "trustee",
    name: "钱塘江信托有限公司（演示）",
    nameEn: "Qiantang River Trust Co. (demo)",
    division: "3301",
    registeredOn: "2001-10-10",
    summary: "受托管理慈善信托，每季度报一次账。",
    summaryEn: "Trustee of charitable trusts, reporting every quarter.",
    takesGifts: true,
  },
  {
    slug: "wuzhou-trust",
    kind: "trustee",
    name: "婺州信托有限公司（演示）",
    nameEn: "Wuzhou Trust Co. (demo)",
    division: "330702",
    registeredOn: "2004-02-18",
    summary: "把一笔钱，照委托人的话，慢慢用好。",
    summaryEn: "Spends a sum slowly and well, as its settlor asked.",
  },
];

const BUREAUS: OrganizationSpec[] = (
  [
    ["tonglu-bureau", "330122", "Tonglu"],
    ["haining-bureau", "330481", "Haining"],
    ["wucheng-bureau", "330702", "Wucheng"],
    ["zongyang-bureau", "340722", "Zongyang"],
    ["hangzhou-bureau", "3301", "Hangzhou"],
  ] as const
).map(([slug, division, place]) => ({
  slug,
  kind: "bureau",
  name: registrarOf(division),
  nameEn: `${place} Civil Affairs Bureau (demo)`,
  division,
  summary: "登记、备案、检查，也接群众来信。",
  summaryEn: "Registers, files, inspects and answers letters.",
}));

export const ORGANIZATIONS: OrganizationSpec[] = [
  ...CHARITIES,
  ...ENTERPRISES,
  ...TRUSTEES,
  ...BUREAUS,
  {
    slug: "mingshan-platform",
    kind: "platform",
    name: "明善平台（演示）",
    nameEn: "Mingshan Platform (demo)",
    division: "3301",
    registeredOn: "2024-12-02",
    summary: "管机器，不管钱。",
    summaryEn: "Runs the machines, never the money.",
  },
  ...LATER_ENTERPRISES.map((named) => enterprise(...named)),
];

/** Characters 1 and 2 of the credit code: who registers, and what it is. */
export function codeKindOf(spec: OrganizationSpec): string {
  if (spec.kind === "bureau") return "11";
  if (spec.form === "association") return "51";
  if (spec.form === "service-org") return "52";
  if (spec.form === "foundation") return "53";
  return "91";
}
