import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { StatementDetail } from "./queries.server.ts";

/** What the enterprise disputed and what the charity answered: for the two sides alone. */
export function Exchange({ statement }: { statement: StatementDetail }) {
  const t = useT("consumptionStatements");
  const { disputedAt, disputeReason, disputeNote, answeredAt, answer, answerNote } = statement;
  if (!disputedAt || !disputeReason) return null;
  return (
    <Section title={t("exchangeTitle")}>
      <Pairs
        items={[
          { term: t("disputedAt"), value: <DateText value={disputedAt} precision="minute" /> },
          { term: t("reason"), value: t(`${disputeReason}_reason`) },
          { term: t("note"), value: disputeNote ?? "" },
          ...(answeredAt && answer
            ? [
                { term: t("answeredAt"), value: <DateText value={answeredAt} precision="minute" /> },
                { term: t("answer"), value: t(`answer_${answer}`) },
                { term: t("note"), value: answerNote ?? "" },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

interface Paper {
  donationId: string;
  certificateHref: string;
  receiptHref: string;
  mayAsk: boolean;
  isAsked: boolean;
  isIssued: boolean;
}

/** The enterprise gave: its certificate, and the receipt it deducts with (企业所得税法 Art. 9). */
export function PaperLinks(props: {
  papers: readonly Paper[];
  attempt: string;
  name: string;
  uscc: string | null;
}) {
  const t = useT("consumptionStatements");
  const { papers, attempt, name, uscc } = props;
  return (
    <Section title={t("papersTitle")} intro={t("papersIntro")}>
      {papers.map((paper) => (
        <div key={paper.donationId}>
          <p className="acts">
            <a href={paper.certificateHref}>{t("certificate")}</a>
            <a href={paper.receiptHref}>{t(paper.isIssued ? "receipt" : "receiptOther")}</a>
            {paper.isAsked ? <State tone="wait">{t("receiptAsked")}</State> : null}
          </p>
          {paper.mayAsk ? (
            <form method="post">
              <input type="hidden" name="intent" value="receipt" />
              <input type="hidden" name="attempt" value={attempt} />
              <input type="hidden" name="donationId" value={paper.donationId} />
              <p className="help">{t("receiptHelp", { name, uscc: uscc ?? "" })}</p>
              <SubmitButton quiet>{t("receiptAsk")}</SubmitButton>
            </form>
          ) : null}
        </div>
      ))}
    </Section>
  );
}
