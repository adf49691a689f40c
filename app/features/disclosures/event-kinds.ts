import type { DutyKind } from "./duty-kinds.ts";

/**
 * What can happen and start a clock, with the duty that follows. `major` are Order 81 Art. 13's three (above the
 * thresholds of the charity's own charter), `related` Art. 14's six. Without a duty of their own, the last ones begin
 * and end the time in which an emergency campaign reports every five days.
 */
export const EVENT_KINDS = {
  "basic-info-changed": "basic-info",
  "asset-change": "major-event",
  investment: "major-event",
  transaction: "major-event",
  "related-gift": "related-event",
  "related-grant": "related-event",
  "related-investment": "related-event",
  "related-entrusting": "related-event",
  "related-transaction": "related-event",
  "related-flow": "related-event",
  "trust-settled": "trust-settled",
  "plan-changed": "filing-amendment",
  "project-ended": "project-end",
  "surplus-arose": "surplus",
  "emergency-began": null,
  "emergency-ended": null,
} as const satisfies Record<string, DutyKind | null>;

export type EventKind = keyof typeof EVENT_KINDS;
export const EVENT_KIND_NAMES = Object.keys(EVENT_KINDS) as EventKind[];

export function isEventKind(text: string): text is EventKind {
  return text in EVENT_KINDS;
}

/** Kinds that are about one fund. */
export const FUND_EVENT_KINDS: readonly EventKind[] = [
  "plan-changed",
  "project-ended",
  "surplus-arose",
  "emergency-began",
  "emergency-ended",
];

/** Kinds whose figure must be said. */
export const AMOUNT_EVENT_KINDS: readonly EventKind[] = [
  "asset-change",
  "investment",
  "transaction",
  "related-gift",
  "related-grant",
  "related-investment",
  "related-entrusting",
  "related-transaction",
  "related-flow",
  "trust-settled",
  "surplus-arose",
];

/** What a duty that follows from an event is called, before its day. */
export const EVENT_TITLES: Readonly<Record<EventKind, readonly [zh: string, en: string]>> = {
  "basic-info-changed": ["基本信息变更", "Change of basic information"],
  "asset-change": ["重大资产变动", "Major change of assets"],
  investment: ["重大投资", "Major investment"],
  transaction: ["重大交易", "Major transaction"],
  "related-gift": ["接受关联方捐赠", "Gift from a related party"],
  "related-grant": ["向关联方资助", "Grant to a related party"],
  "related-investment": ["与关联方共同投资", "Investment together with a related party"],
  "related-entrusting": ["委托关联方投资", "Investment entrusted to a related party"],
  "related-transaction": ["与关联方交易", "Transaction with a related party"],
  "related-flow": ["与关联方的其他资金往来", "Other money flow with a related party"],
  "trust-settled": ["作为委托人设立慈善信托", "Charitable trust set up as settlor"],
  "plan-changed": ["募捐方案变更备案", "Amendment of the fundraising plan"],
  "project-ended": ["慈善项目结束报告", "Report at the end of the project"],
  "surplus-arose": ["剩余财产处理情况", "What becomes of the surplus"],
  "emergency-began": ["应急募捐开始", "Emergency campaign began"],
  "emergency-ended": ["应急响应结束", "Emergency response ended"],
};
