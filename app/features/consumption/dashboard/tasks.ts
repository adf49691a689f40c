import { type AgreementState, openProposal, type StandingFacts } from "../agreements/agreement-state.ts";
import { dueFenOf, isOverdue } from "../statements/statement-state.ts";
import type { OpenStatement } from "./dashboard-queries.server.ts";

export type { AgreementState };

/** Something that waits for the enterprise, or for the charity's answer to it. Days are YYYY-MM-DD in China. */
export type SalesTask =
  | { kind: "overdue"; id: string; title: string; titleEn: string; dueFen: bigint; by: string }
  | { kind: "pay"; id: string; title: string; titleEn: string; dueFen: bigint; by: string }
  | { kind: "confirm"; id: string; title: string; titleEn: string; dueFen: bigint; by: string }
  | { kind: "answer-waited"; id: string; title: string; titleEn: string; dueFen: bigint; by: string }
  | { kind: "agreement"; id: string; title: string; titleEn: string; by: string }
  | { kind: "webhook"; id: string; title: string; titleEn: string };

const ORDER = ["overdue", "pay", "confirm", "agreement", "webhook", "answer-waited"] as const;

interface OfferedAgreement extends StandingFacts {
  id: string;
  campaignTitle: string;
  campaignTitleEn: string;
}

/** What is to be done, the most pressing first. */
export function tasksOf(
  given: {
    statements: readonly OpenStatement[];
    agreements: readonly OfferedAgreement[];
    webhooks: readonly { id: string; url: string }[];
  },
  today: string,
): SalesTask[] {
  const statements = given.statements.flatMap((statement): SalesTask[] => {
    const kind = taskKind(statement, today);
    if (kind === null) return [];
    const by = kind === "confirm" ? statement.confirmBy : statement.payBy;
    const { id, campaignTitle: title, campaignTitleEn: titleEn } = statement;
    return [{ kind, id, title, titleEn, dueFen: dueFenOf(statement), by }];
  });
  const agreements = given.agreements
    .filter((agreement) => openProposal(agreement, today) === "offered")
    .map(
      (agreement): SalesTask => ({
        kind: "agreement",
        id: agreement.id,
        title: agreement.campaignTitle,
        titleEn: agreement.campaignTitleEn,
        by: agreement.effectiveOn,
      }),
    );
  const webhooks = given.webhooks.map(({ id, url }): SalesTask => {
    const { host } = new URL(url);
    return { kind: "webhook", id, title: host, titleEn: host };
  });
  return [...statements, ...agreements, ...webhooks].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
  );
}

function taskKind(
  statement: OpenStatement,
  today: string,
): "overdue" | "pay" | "confirm" | "answer-waited" | null {
  if (dueFenOf(statement) === 0n) return null;
  // Who does not agree waits for an answer and is not late.
  if (statement.state === "disputed" && statement.answeredAt === null) return "answer-waited";
  if (isOverdue(statement, today)) return "overdue";
  return statement.state === "drawn" || statement.state === "disputed" ? "confirm" : "pay";
}
