import type { FundCategory } from "#app/features/funds/categories.ts";
import type { BeneficiaryGroup, WorkingMode } from "./project-codes.ts";

/** What the form of a project holds: the fields of the national project form, and what its page shows beside them. */
export interface ProjectFields {
  title: string;
  titleEn: string;
  /** 简介 in one sentence. */
  lead: string;
  leadEn: string;
  /** Rich text: see lib/rich-text.server.ts. */
  story: string;
  storyEn: string;
  projectNo: string;
  /** 是否公开募捐. */
  isPublicCampaign: boolean;
  beneficiaryGroup: BeneficiaryGroup;
  beneficiaries: string;
  beneficiariesEn: string;
  /** 服务领域. */
  category: FundCategory;
  workingMode: WorkingMode;
  /** 服务地区. */
  divisionCode: string;
  /** The project's own period, YYYY-MM-DD; a campaign's is its filing's. */
  startsOn: string;
  endsOn: string;
  goalFen: bigint | null;
  /** 剩余财产处理. */
  surplus: string;
  surplusEn: string;
  amountHint: string;
  amountHintEn: string;
}

/**
 * What stays as it was published: under these the gifts were given, and what the page says must equal what was filed
 * (Order 74 Arts. 12, 17). Another name or purpose is another project, or an amended filing first.
 */
export const PUBLISHED_FIELDS = [
  "title",
  "isPublicCampaign",
  "beneficiaryGroup",
  "category",
  "divisionCode",
  "startsOn",
  "surplus",
] as const satisfies readonly (keyof ProjectFields)[];
