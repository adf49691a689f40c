import type { Drawing } from "./drawings.ts";
import type { Both } from "./fund-spec.ts";

interface PictureSpec {
  drawing: Drawing;
  alt: Both;
}

interface MilestoneSpec {
  title: Both;
  /** Days from today. */
  due: number;
  /** Without one it is done or not. */
  target?: { count: number; unit: string };
  reached?: { days: number; count?: number; note?: Both; evidence: string };
  retired?: { days: number; why: string };
}

interface EntrySpec {
  days: number;
  title: Both;
  body: Both;
  picture?: PictureSpec;
  /** What stood there first, and what was wrong. */
  corrected?: { body: Both; note: string; days: number };
}

/** What a project of the demo shows beside its fund. */
export interface ProjectSpec {
  slug: string;
  /** The serial of its number on the national platform. */
  serial: number;
  beneficiaryGroup: string;
  workingMode: string;
  pictures: readonly PictureSpec[];
  milestones: readonly MilestoneSpec[];
  entries: readonly EntrySpec[];
  /** The planned yuan of lines that were other at first, and why they changed. */
  budgetBefore?: { lines: Readonly<Record<string, number>>; days: number; why: string };
}

export const PROJECTS: readonly ProjectSpec[] = [
  {
    slug: "hot-meals",
    serial: 3,
    beneficiaryGroup: "elderly",
    workingMode: "with-partners",
    pictures: [
      { drawing: "pot", alt: ["画：砖灶上一口大锅冒着热气", "Drawing: a large pot steams on a brick stove"] },
      {
        drawing: "path",
        alt: ["画：一条山路通向坡上的人家", "Drawing: a path leads to a house on the hill"],
      },
    ],
    budgetBefore: {
      lines: { food: 340_000, kitchens: 56_000 },
      days: -150,
      why: "村里自己出了一半厨房改造的工，省下 2 万元，改买食材。备案已经变更。",
    },
    milestones: [
      {
        title: ["6 个村开始供餐", "Lunches begin in 6 villages"],
        due: -225,
        reached: { days: -230, evidence: "6 个村供餐确认" },
      },
      {
        title: ["12 个村都开始供餐", "Lunches in all 12 villages"],
        due: -120,
        target: { count: 12, unit: "个村" },
        reached: {
          days: -113,
          count: 12,
          note: [
            "梅雨冲断了上坪的路，晚了一周。",
            "Rain washed out the road to Shangping, so it took a week longer.",
          ],
          evidence: "12 个村供餐确认",
        },
      },
      {
        title: ["送满 10 万份午饭", "100,000 lunches"],
        due: 60,
        target: { count: 100_000, unit: "份" },
        reached: { days: -14, count: 86_240, evidence: "送餐份数汇总" },
      },
    ],
    entries: [
      {
        days: -228,
        title: ["第一顿午饭", "The first lunch"],
        body: [
          "六个村，一百七十三位老人。\n\n头一天的菜是**冬瓜烧肉**和青菜豆腐。老方十一点二十送到最远的一家，老人端着碗在门口等。",
          "Six villages, 173 people.\n\nThe first day it was **winter melon with pork** and greens with tofu. At twenty past eleven Lao Fang reached the last house; its owner waited at the door, bowl in hand.",
        ],
      },
      {
        days: -112,
        title: ["十二个村，四百一十二位", "Twelve villages, 412 people"],
        body: [
          "上坪的路修好了，两个村一起补上。\n\n- 送餐员从 5 位加到 11 位\n- 保温箱添了 24 只\n- 每天十点前，村里的妇女来择菜",
          "The road to Shangping is open again, and the last two villages have joined.\n\n- 11 riders instead of 5\n- 24 more warm boxes\n- before ten every day the women of the village come to clean the vegetables",
        ],
        picture: {
          drawing: "boxes",
          alt: ["画：四只绿色保温箱排成一排", "Drawing: four green warm boxes in a row"],
        },
        corrected: {
          body: [
            "上坪的路修好了，两个村一起补上。\n\n- 送餐员从 5 位加到 10 位\n- 保温箱添了 24 只",
            "The road to Shangping is open again, and the last two villages have joined.\n\n- 10 riders instead of 5\n- 24 more warm boxes",
          ],
          note: "送餐员应是 11 位，少写了一位。",
          days: -109,
        },
      },
      {
        days: -20,
        title: ["入冬的菜谱", "The winter menu"],
        body: [
          "天冷了，菜要烫，汤要多。\n\n> 以前中午就是一碗泡饭。现在到点了，听见电瓶车响，就把桌子擦一擦。\n\n三位老人搬去和儿女住了，名单每月核一次。",
          "It is cold: hot dishes, and more soup.\n\n> At noon I used to have rice in hot water. Now I hear the rider and wipe the table.\n\nThree people have moved to their children; the list is checked every month.",
        ],
      },
    ],
  },
  {
    slug: "good-homes",
    serial: 5,
    beneficiaryGroup: "low-income",
    workingMode: "own-work",
    pictures: [
      {
        drawing: "roof",
        alt: ["画：换了新瓦的房子，墙边靠着梯子", "Drawing: a house with new tiles and a ladder at its side"],
      },
    ],
    milestones: [
      {
        title: ["雨季前修好 30 户", "30 houses before the rains"],
        due: -165,
        target: { count: 30, unit: "户" },
        reached: { days: -171, count: 31, evidence: "30 户验收汇总" },
      },
      {
        title: ["改好 20 间卫生间", "20 bathrooms"],
        due: -60,
        target: { count: 20, unit: "间" },
        retired: { days: -70, why: "有 6 户要先改排水，改为和修房一起验收。" },
      },
      {
        title: ["全年修好 60 户", "60 houses in the year"],
        due: 30,
        target: { count: 60, unit: "户" },
        reached: { days: -10, count: 52, evidence: "52 户验收汇总" },
      },
    ],
    entries: [
      {
        days: -170,
        title: ["三十一户不漏了", "31 houses keep the rain out"],
        body: [
          "赶在梅雨前修完三十一户，比计划多一户。\n\n瓦匠都是本村的，工钱当天结。",
          "31 houses were done before the rains, one more than planned.\n\nThe masons are from the villages and are paid the same day.",
        ],
      },
      {
        days: -32,
        title: ["还剩八户", "Eight to go"],
        body: [
          "剩下的八户都在山上，材料要靠人背。\n\n卫生间改造和修房一起验收，不再单列节点。",
          "The last eight stand high up, and all material is carried there.\n\nBathrooms are now accepted together with the houses.",
        ],
      },
    ],
  },
  {
    slug: "tide-suppers",
    serial: 2,
    beneficiaryGroup: "elderly",
    workingMode: "with-partners",
    pictures: [],
    milestones: [
      {
        title: ["12 个镇街都有送餐队", "Riders in all 12 towns"],
        due: -200,
        target: { count: 12, unit: "个镇街" },
        reached: { days: -206, count: 12, evidence: "12 个镇街送餐队名册（只有队数）" },
      },
      { title: ["失能老人的软食做出来", "Soft meals for those who cannot chew"], due: -9 },
    ],
    entries: [
      {
        days: -45,
        title: ["五点出发", "Off at five"],
        body: [
          "天黑得早了，送餐队每人发了一件反光背心。\n\n软食还在试，牙口不好的老人先吃烂面条。",
          "It gets dark early, and every rider now has a reflecting vest.\n\nSoft meals are still being tried; until then those who cannot chew have well-cooked noodles.",
        ],
      },
    ],
  },
];
