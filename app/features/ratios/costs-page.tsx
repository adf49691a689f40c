import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { say } from "./cost-words.ts";
import type { loadCosts, RegisterAnswer } from "./register-pages.server.ts";
import type { CostRow } from "./register-queries.server.ts";

type CostsProps = Awaited<ReturnType<typeof loadCosts>> & { answer: RegisterAnswer | undefined };

/** The register of costs of a year. Every form works without scripts. */
export function CostsPage({ costs, sums, year, userId, isApprover, done, answer }: CostsProps) {
  const t = useT("costs");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: `/workspace/ratios?year=${year}`, label: t("toRatios") }]} />
      <div className="head">
        <h1>{t("title", { year: String(year) })}</h1>
        <p className="acts">
          <ButtonLink href="/workspace/ratios/costs/new">{t("toNew")}</ButtonLink>
        </p>
      </div>
      <p className="lead">{t("lead")}</p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      {done && !answer ? <Flash title={say(t, `done_${done}`)} /> : null}
      <Section title={t("sumsTitle")}>
        <Pairs
          items={[
            { term: t("purpose_administration"), value: <Money fen={sums.administrationFen} /> },
            { term: t("purpose_fundraising"), value: <Money fen={sums.fundraisingFen} /> },
            { term: t("purpose_project"), value: <Money fen={sums.projectFen} /> },
          ]}
        />
      </Section>
      <Section title={t("listTitle")}>
        <CostTable
          costs={costs}
          acts={(cost) => <Acts cost={cost} year={year} userId={userId} isApprover={isApprover} />}
        />
      </Section>
    </div>
  );
}

function CostTable({ costs, acts }: { costs: CostRow[]; acts: (cost: CostRow) => React.ReactNode }) {
  const t = useT("costs");
  const money = (fen: bigint) => (fen === 0n ? null : <Money fen={fen} symbol={false} />);
  return (
    <CardsTable
      caption={t("caption")}
      variant="stated"
      rows={costs}
      rowKey={(cost) => cost.id}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        {
          key: "what",
          head: t("col_what"),
          cell: (cost) => (
            <>
              {cost.reversesId ? t("reversalOf", { type: t(`type_${cost.type}`) }) : t(`type_${cost.type}`)}
              <small>
                <DateText value={cost.incurredOn} /> · {cost.note}
              </small>
              <small>
                {cost.sha256 ? <a href={`/workspace/ratios/vouchers/${cost.id}`}>{t("voucher")}</a> : null}{" "}
                {cost.method === "direct" ? null : t(`method_${cost.method}`)}
              </small>
            </>
          ),
        },
        {
          key: "state",
          head: t("col_state"),
          st: true,
          label: null,
          cell: (cost) => <CostState cost={cost} />,
        },
        {
          key: "administration",
          head: t("purpose_administration"),
          right: true,
          cell: (cost) => money(cost.administrationFen),
        },
        {
          key: "fundraising",
          head: t("purpose_fundraising"),
          right: true,
          cell: (cost) => money(cost.fundraisingFen),
        },
        { key: "project", head: t("purpose_project"), right: true, cell: (cost) => money(cost.projectFen) },
        { key: "acts", head: t("col_acts"), hideHead: true, label: null, cell: acts },
      ]}
    />
  );
}

function CostState({ cost }: { cost: CostRow }) {
  const t = useT("costs");
  if (cost.decision === "rejected") return <State tone="wait">{t("state_rejected")}</State>;
  if (cost.decision === null)
    return <State tone="warn">{t("state_waiting", { name: cost.enteredBy })}</State>;
  if (cost.isReversed) return <State tone="wait">{t("state_reversed")}</State>;
  return <State>{t("state_confirmed", { name: cost.decidedBy ?? "" })}</State>;
}

interface ActsProps {
  cost: CostRow;
  year: number;
  userId: string;
  isApprover: boolean;
}

function Acts({ cost, year, userId, isApprover }: ActsProps) {
  const t = useT("costs");
  const isOwn = cost.enteredById === userId;
  const known = (
    <>
      <input type="hidden" name="id" value={cost.id} />
      <input type="hidden" name="year" value={year} />
    </>
  );
  if (cost.decision === null) {
    if (!isOwn && !isApprover) return <span className="help">{t("approverDecides")}</span>;
    return (
      <form method="post" className="acts">
        {known}
        {isOwn ? null : (
          <SubmitButton name="intent" value="confirm">
            {t("confirm")}
          </SubmitButton>
        )}
        <SubmitButton quiet name="intent" value="reject">
          {isOwn ? t("withdraw") : t("reject")}
        </SubmitButton>
        {isOwn ? <span className="help">{t("ownEntry")}</span> : null}
      </form>
    );
  }
  if (cost.decision === "rejected" || cost.reversesId || cost.isReversed) return null;
  return (
    <details>
      <summary>{t("reverse")}</summary>
      <form method="post">
        {known}
        <TextField
          id={`why-${cost.id}`}
          name="why"
          label={t("reverseWhy")}
          help={t("reverseHelp")}
          required
          minLength={2}
          maxLength={200}
        />
        <p className="field">
          <SubmitButton quiet name="intent" value="reverse">
            {t("reverseAsk")}
          </SubmitButton>
        </p>
      </form>
    </details>
  );
}
