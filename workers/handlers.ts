import { buildCredibilityReportJob } from "#workers/build-credibility-report.ts";
import { buildCredibilityReportsJob } from "#workers/build-credibility-reports.ts";
import { buildExportJob } from "#workers/build-export.ts";
import { chargeMonthlyPlansJob } from "#workers/charge-monthly-plans.ts";
import { checkFundsJob } from "#workers/check-funds.ts";
import { checkLedgerJob } from "#workers/check-ledger.ts";
import { closePledgesJob } from "#workers/close-pledges.ts";
import { deliverWebhooksJob } from "#workers/deliver-webhooks.ts";
import { drawStatementsJob } from "#workers/draw-statements.ts";
import { fetchStatementsJob } from "#workers/fetch-statements.ts";
import { findSignalsJob } from "#workers/find-signals.ts";
import { foldTalliesJob } from "#workers/fold-tallies.ts";
import { hearMissedNotificationsJob } from "#workers/hear-missed-notifications.ts";
import { indexTransfersJob } from "#workers/index-transfers.ts";
import type { Handlers } from "#workers/job-context.ts";
import { makeCertificatesJob } from "#workers/make-certificates.ts";
import { payBatchJob } from "#workers/pay-batch.ts";
import { planDisclosuresJob } from "#workers/plan-disclosures.ts";
import { postConsumptionDaysJob } from "#workers/post-consumption-days.ts";
import { pruneRecordsJob } from "#workers/prune-records.ts";
import { pursueStatementsJob } from "#workers/pursue-statements.ts";
import { reconcileOrganizationJob } from "#workers/reconcile-organization.ts";
import { remindResponsibleJob } from "#workers/remind-responsible.ts";
import { resealCredentialsJob } from "#workers/reseal-credentials.ts";
import { screenGiftsJob } from "#workers/screen-gifts.ts";
import { sendMailJob } from "#workers/send-mail.ts";
import { sendRefundJob } from "#workers/send-refund.ts";
import { settleFilingsJob } from "#workers/settle-filings.ts";
import { settleStatementsJob } from "#workers/settle-statements.ts";
import { snapshotBalancesJob } from "#workers/snapshot-balances.ts";
import { sweepBatchesJob } from "#workers/sweep-batches.ts";
import { sweepPaymentsJob } from "#workers/sweep-payments.ts";
import { sweepRefundsJob } from "#workers/sweep-refunds.ts";
import { takeAidListJob } from "#workers/take-aid-list.ts";
import { takeOrderListJob } from "#workers/take-order-list.ts";
import { traceFundJob } from "#workers/trace-fund.ts";
import { traceFundsJob } from "#workers/trace-funds.ts";

/** Job name → handler. A job of the catalogue without one does not compile. */
export const handlers: Handlers = {
  "index-transfers": indexTransfersJob,
  "snapshot-balances": snapshotBalancesJob,
  "check-ledger": checkLedgerJob,
  "sweep-payments": sweepPaymentsJob,
  "hear-missed-notifications": hearMissedNotificationsJob,
  "send-refund": sendRefundJob,
  "pay-batch": payBatchJob,
  "sweep-batches": sweepBatchesJob,
  "sweep-refunds": sweepRefundsJob,
  "charge-monthly-plans": chargeMonthlyPlansJob,
  "fetch-statements": fetchStatementsJob,
  "reconcile-organization": reconcileOrganizationJob,
  "trace-fund": traceFundJob,
  "trace-funds": traceFundsJob,
  "check-funds": checkFundsJob,
  "build-credibility-report": buildCredibilityReportJob,
  "build-credibility-reports": buildCredibilityReportsJob,
  "make-certificates": makeCertificatesJob,
  "build-export": buildExportJob,
  "send-mail": sendMailJob,
  "take-aid-list": takeAidListJob,
  "take-order-list": takeOrderListJob,
  "post-consumption-days": postConsumptionDaysJob,
  "find-signals": findSignalsJob,
  "fold-tallies": foldTalliesJob,
  "reseal-credentials": resealCredentialsJob,
  "deliver-webhooks": deliverWebhooksJob,
  "settle-filings": settleFilingsJob,
  "screen-gifts": screenGiftsJob,
  "close-pledges": closePledgesJob,
  "plan-disclosures": planDisclosuresJob,
  "remind-responsible": remindResponsibleJob,
  "draw-statements": drawStatementsJob,
  "settle-statements": settleStatementsJob,
  "pursue-statements": pursueStatementsJob,
  "prune-records": pruneRecordsJob,
};
