import { useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { type StepItem, Steps } from "#app/ui/steps.tsx";
import type { DisbursementView } from "./queries.server.ts";

/** The five steps of a payment: proposed, reviewed, paid, matched to the bank, delivered. */
export function DisbursementSteps({ view }: { view: DisbursementView }) {
  const t = useT("disbursements");
  const isDelivered = view.paidAt !== null && view.deliveredFen >= view.amountFen;
  const paidEarly =
    view.paidAt !== null &&
    view.approvedAt !== null &&
    shanghaiDay(view.paidAt) < shanghaiDay(view.approvedAt);
  const items: StepItem[] = [
    { title: t("stepProposed"), at: <DateText value={view.proposedAt} precision="minute" />, mark: "done" },
    {
      title: t("stepApproved"),
      at: view.approvedAt ? <DateText value={view.approvedAt} precision="minute" /> : undefined,
      note: t("stepApprovedNote"),
      mark: view.approvedAt ? "done" : "next",
    },
    {
      title: view.paidAt ? t("stepPaid") : t("stepPaidWait"),
      at: view.paidAt ? <DateText value={view.paidAt} /> : undefined,
      note: paidEarly ? t("stepPaidEarly") : undefined,
      mark: view.paidAt ? "done" : "next",
    },
    {
      title: t("stepBank"),
      at: view.bankMatchedAt ? <DateText value={view.bankMatchedAt} /> : undefined,
      note: view.bankMatchedAt ? t("stepBankNote") : t("stepBankWait"),
      mark: view.bankMatchedAt ? "done" : "next",
    },
    {
      title:
        view.deliveredFen > 0n && !isDelivered
          ? t("stepDeliveredPart", { amount: formatYuan(view.deliveredFen) })
          : t("stepDelivered"),
      note: isDelivered ? undefined : t("stepDeliveredWait"),
      mark: isDelivered ? "done" : view.deliveredFen > 0n ? "part" : "next",
    },
  ];
  return <Steps label={t("steps")} items={items} />;
}
