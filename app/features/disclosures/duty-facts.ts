import type { DutyKind } from "./duty-kinds.ts";
import type { EventKind } from "./event-kinds.ts";

/** The facts that duties follow from. Days are YYYY-MM-DD in China. */
export interface DutyFund {
  id: string;
  kind: string;
  state: string;
  isPublicCampaign: boolean;
  startsOn: string | null;
  endsOn: string | null;
  filingFrom: string | null;
  filingTo: string | null;
}

/** A project's own time, which is not its campaign's. */
export interface DutyProject {
  fundId: string;
  startsOn: string | null;
  /** Planned, until it has ended. */
  endsOn: string | null;
  /** The day on which the handling of what was left began to be owed; null: nothing was left, or it has not ended. */
  surplusOn: string | null;
}

export interface DutyEvent {
  id: string;
  kind: EventKind;
  fundId: string | null;
  occurredOn: string;
}

export interface DutyOrganization {
  id: string;
  /** foundation, association, service-org; null: not said. */
  form?: string | null;
  divisionCode?: string;
  registeredOn: string | null;
  /** Annual report and related-party list are a charity's own; a trust company only reports its trusts. */
  isCharity: boolean;
  /** Since when it may raise from the public; null: it may not, and reports its major projects instead. */
  qualificationFrom?: string | null;
  qualificationTo?: string | null;
  taxStatusFrom?: string | null;
  taxStatusTo?: string | null;
  funds: readonly DutyFund[];
  projects?: readonly DutyProject[];
  events?: readonly DutyEvent[];
}

export interface Duty {
  fundId: string | null;
  eventId: string | null;
  kind: DutyKind;
  /** What makes it the same duty when its day moves: the year, the number of the progress report, the event. */
  period: string;
  title: string;
  titleEn: string;
  dueOn: string;
  /** The days it is about, both included; null: from the beginning, and until it is published. */
  coversFrom: string | null;
  coversTo: string | null;
  article: string;
  articleEn: string;
}

/** A duty before its rule is looked up. */
export type DutyDraft = Omit<Duty, "article" | "articleEn"> & { who?: "charity-trustee" };
