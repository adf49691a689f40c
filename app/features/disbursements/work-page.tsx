import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { ApprovalRule } from "./approval/rules.ts";
import type { Repeat } from "./attachments/elsewhere.server.ts";
import type { InvoiceView } from "./attachments/invoice-queries.server.ts";
import { InvoicesSection, RepeatsCallout } from "./attachments/invoices-section.tsx";
import { BatchesTable } from "./batches-table.tsx";
import { disbursementState, nextAct } from "./disbursement-state.ts";
import { DisbursementSteps } from "./disbursement-steps.tsx";
import { EvidenceForm } from "./evidence-form.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { RefusalNote } from "./form-errors.tsx";
import type { FormState } from "./form-state.ts";
import { PayeesSection } from "./payees/payees-section.tsx";
import type { PayeeView } from "./payees/queries.server.ts";
import type { BatchView, EvidenceView, WorkDisbursement } from "./queries.server.ts";
import type { Spendable } from "./spendable.server.ts";
import { STATE_TONES } from "./work-list.tsx";
import type { WorkPerson } from "./work-person.server.ts";
import {
  DeliverySheet,
  EvidenceSheet,
  InBatchSheet,
  PaySheet,
  ReviewSheet,
  WaitSheet,
} from "./work-sheets.tsx";

export interface WorkPageProps {
  view: WorkDisbursement;
  evidence: EvidenceView[];
  batches: BatchView[];
  spendable: Spendable;
  person: WorkPerson;
  rule: ApprovalRule;
  payees: PayeeView[];
  invoices: InvoiceView[];
  repeats: Repeat[];
  invoiceAttempt: string;
  attempt: string;
  today: string;
  isDone: boolean;
}

/** One payment at work: where it stands, and on the side the one thing to do next. */
export function WorkPage({ state, ...props }: WorkPageProps & { state: FormState }) {
  const { view, evidence, batches, person } = props;
  const t = useT("disbursements");
  const lang = useLang();
  const where = disbursementState(view);
  const act = nextAct(view, person);
  // The sheets for paying and attaching hold the same fields already.
  const isInBatch = props.payees.some(({ batchId }) => batchId !== null);
  const mayAttachHere =
    (act !== "pay" || isInBatch) && act !== "attach-evidence" && !view.rejectedAt && !view.withdrawnAt;
  const sheet = sheetOf({ ...props, state });
  const rest = (
    <>
      <Section title={t("factsTitle")} first>
        <WorkFacts view={view} />
      </Section>
      <Section title={t("evidenceTitle")} id="evidence">
        <RepeatsCallout repeats={props.repeats} />
        {evidence.length > 0 ? (
          <EvidenceTable evidence={evidence} inside />
        ) : (
          <p className="note">{t("evidenceNone")}</p>
        )}
        {mayAttachHere ? (
          <details>
            <summary>{t("addEvidence")}</summary>
            <EvidenceForm view={view} state={state} quiet />
          </details>
        ) : null}
      </Section>
      <InvoicesSection
        disbursementId={view.id}
        amountFen={view.amountFen}
        invoices={props.invoices}
        attempt={props.invoiceAttempt}
        today={props.today}
        mayAdd={!view.rejectedAt && !view.withdrawnAt}
        state={state}
      />
      <PayeesSection
        disbursementId={view.id}
        payees={props.payees}
        unpaidFen={view.unpaidFen}
        mayStop={where === "proposed" || where === "approved"}
      />
      {view.paidAt ? (
        <Section title={t("batchesTitle")}>
          <BatchesTable batches={batches} />
        </Section>
      ) : null}
      {(where === "proposed" || where === "approved") && !isInBatch ? (
        <Section title={t("withdrawTitle")} intro={t("withdrawText")}>
          <form method="post" action={`/workspace/disbursements/${view.id}`}>
            <input type="hidden" name="intent" value="withdraw" />
            <p className="field">
              <SubmitButton quiet>{t("submitWithdraw")}</SubmitButton>
            </p>
          </form>
        </Section>
      ) : null}
    </>
  );
  return (
    <div className="wrap">
      <Crumbs
        items={[{ href: "/workspace/disbursements", label: t("workCrumb") }, { label: view.purpose }]}
      />
      <div className="head">
        <h1>
          <span>{inLang(lang, view.purpose, view.purposeEn)}</span> <Money fen={view.amountFen} />
        </h1>
        <State tone={STATE_TONES[where]}>{t(`state_${where}`)}</State>
      </div>
      {props.isDone ? <Flash tone="done" title={t("doneFlash")} /> : null}
      <RefusalNote state={state} />
      <DisbursementSteps view={view} />
      {sheet ? (
        <Split side={sheet} sideLabelledBy="do" sideClass="sheet review no-print">
          {rest}
        </Split>
      ) : (
        rest
      )}
    </div>
  );
}

function sheetOf(props: WorkPageProps & { state: FormState }) {
  switch (nextAct(props.view, props.person)) {
    case "review":
      return <ReviewSheet {...props} />;
    case "wait-for-approval":
      return <WaitSheet {...props} />;
    case "pay": {
      const batchId = props.payees.find((payee) => payee.batchId !== null)?.batchId;
      return batchId ? (
        <InBatchSheet batchId={batchId} />
      ) : (
        <PaySheet {...props} mayBatch={props.payees.length > 0} />
      );
    }
    case "attach-evidence":
      return <EvidenceSheet {...props} />;
    case "confirm-delivery":
      return <DeliverySheet {...props} />;
    case null:
      return null;
  }
}

function WorkFacts({ view }: { view: WorkDisbursement }) {
  const t = useT("disbursements");
  const lang = useLang();
  const who = (name: string | null, at: Date | null) =>
    at ? (
      <>
        {name} <DateText value={at} precision="minute" />
      </>
    ) : null;
  const approvers = view.agreedByNames.length > 0 ? view.agreedByNames.join("、") : view.approvedByName;
  const items = [
    { term: t("fund"), value: inLang(lang, view.fundTitle, view.fundTitleEn) },
    { term: t("line"), value: inLang(lang, view.lineName, view.lineNameEn) },
    { term: t("payee"), value: view.payee },
    {
      term: t("people"),
      value: t("peopleValue", { people: view.beneficiaryCount, times: view.personTimes }),
    },
    { term: t("proposedBy"), value: who(view.proposedByName, view.proposedAt) },
    { term: t("approvedBy"), value: who(approvers, view.approvedAt) },
    { term: t("boardDecision"), value: view.boardDecision },
    { term: t("rejectedBy"), value: who(view.rejectedByName, view.rejectedAt) },
    { term: t("rejectedWhy"), value: view.rejectionReason },
    { term: t("paidOn"), value: view.paidAt ? <DateText value={view.paidAt} /> : null },
    { term: t("bankReference"), value: view.bankReference },
  ];
  return (
    <>
      <Pairs items={items.filter(({ value }) => value !== null)} />
      {view.approvedAt ? (
        <p>
          <a href={`/disbursements/${view.id}`}>{t("publicPage")}</a>
        </p>
      ) : null}
    </>
  );
}
