import enActs from "#app/locales/en/acts.ts";
import enAgreements from "#app/locales/en/agreements.ts";
import enAid from "#app/locales/en/aid.ts";
import enAidChecks from "#app/locales/en/aidChecks.ts";
import enAidConsent from "#app/locales/en/aidConsent.ts";
import enAlerts from "#app/locales/en/alerts.ts";
import enAudit from "#app/locales/en/audit.ts";
import enBankAccounts from "#app/locales/en/bankAccounts.ts";
import enBreaks from "#app/locales/en/breaks.ts";
import enCertificate from "#app/locales/en/certificate.ts";
import enChannels from "#app/locales/en/channels.ts";
import enClock from "#app/locales/en/clock.ts";
import enClose from "#app/locales/en/close.ts";
import enConsumption from "#app/locales/en/consumption.ts";
import enConsumptionAgreements from "#app/locales/en/consumptionAgreements.ts";
import enConsumptionFraud from "#app/locales/en/consumptionFraud.ts";
import enConsumptionIntake from "#app/locales/en/consumptionIntake.ts";
import enConsumptionRules from "#app/locales/en/consumptionRules.ts";
import enConsumptionStatements from "#app/locales/en/consumptionStatements.ts";
import enCoolingOff from "#app/locales/en/coolingOff.ts";
import enCosts from "#app/locales/en/costs.ts";
import enCredibility from "#app/locales/en/credibility.ts";
import enDevelopers from "#app/locales/en/developers.ts";
import enDisbursements from "#app/locales/en/disbursements.ts";
import enDisclosures from "#app/locales/en/disclosures.ts";
import enEnquiries from "#app/locales/en/enquiries.ts";
import enExports from "#app/locales/en/exports.ts";
import enFilings from "#app/locales/en/filings.ts";
import enFrame from "#app/locales/en/frame.ts";
import enFunds from "#app/locales/en/funds.ts";
import enGift from "#app/locales/en/gift.ts";
import enGive from "#app/locales/en/give.ts";
import enGivingDays from "#app/locales/en/givingDays.ts";
import enGoods from "#app/locales/en/goods.ts";
import enGuide from "#app/locales/en/guide.ts";
import enHome from "#app/locales/en/home.ts";
import enIdentity from "#app/locales/en/identity.ts";
import enLedger from "#app/locales/en/ledger.ts";
import enMatching from "#app/locales/en/matching.ts";
import enMoneyBack from "#app/locales/en/moneyBack.ts";
import enMonthly from "#app/locales/en/monthly.ts";
import enOperations from "#app/locales/en/operations.ts";
import enOrganizations from "#app/locales/en/organizations.ts";
import enPayouts from "#app/locales/en/payouts.ts";
import enPdf from "#app/locales/en/pdf.ts";
import enPostings from "#app/locales/en/postings.ts";
import enProblem from "#app/locales/en/problem.ts";
import enProjects from "#app/locales/en/projects.ts";
import enPromises from "#app/locales/en/promises.ts";
import enRatios from "#app/locales/en/ratios.ts";
import enReceipts from "#app/locales/en/receipts.ts";
import enReconciliation from "#app/locales/en/reconciliation.ts";
import enRecorded from "#app/locales/en/recorded.ts";
import enRegister from "#app/locales/en/register.ts";
import enSales from "#app/locales/en/sales.ts";
import enSalesKeys from "#app/locales/en/salesKeys.ts";
import enSalesUpload from "#app/locales/en/salesUpload.ts";
import enScreening from "#app/locales/en/screening.ts";
import enSettings from "#app/locales/en/settings.ts";
import enShoppers from "#app/locales/en/shoppers.ts";
import enStatement from "#app/locales/en/statement.ts";
import enStatements from "#app/locales/en/statements.ts";
import enStreets from "#app/locales/en/streets.ts";
import enSupervision from "#app/locales/en/supervision.ts";
import enTill from "#app/locales/en/till.ts";
import enUi from "#app/locales/en/ui.ts";
import enWaiting from "#app/locales/en/waiting.ts";
import enWays from "#app/locales/en/ways.ts";
import enWebhooks from "#app/locales/en/webhooks.ts";
import enWork from "#app/locales/en/work.ts";
import enWorkspace from "#app/locales/en/workspace.ts";
import enYearReport from "#app/locales/en/yearReport.ts";
import zhActs from "#app/locales/zh/acts.ts";
import zhAgreements from "#app/locales/zh/agreements.ts";
import zhAid from "#app/locales/zh/aid.ts";
import zhAidChecks from "#app/locales/zh/aidChecks.ts";
import zhAidConsent from "#app/locales/zh/aidConsent.ts";
import zhAlerts from "#app/locales/zh/alerts.ts";
import zhAudit from "#app/locales/zh/audit.ts";
import zhBankAccounts from "#app/locales/zh/bankAccounts.ts";
import zhBreaks from "#app/locales/zh/breaks.ts";
import zhCertificate from "#app/locales/zh/certificate.ts";
import zhChannels from "#app/locales/zh/channels.ts";
import zhClock from "#app/locales/zh/clock.ts";
import zhClose from "#app/locales/zh/close.ts";
import zhConsumption from "#app/locales/zh/consumption.ts";
import zhConsumptionAgreements from "#app/locales/zh/consumptionAgreements.ts";
import zhConsumptionFraud from "#app/locales/zh/consumptionFraud.ts";
import zhConsumptionIntake from "#app/locales/zh/consumptionIntake.ts";
import zhConsumptionRules from "#app/locales/zh/consumptionRules.ts";
import zhConsumptionStatements from "#app/locales/zh/consumptionStatements.ts";
import zhCoolingOff from "#app/locales/zh/coolingOff.ts";
import zhCosts from "#app/locales/zh/costs.ts";
import zhCredibility from "#app/locales/zh/credibility.ts";
import zhDevelopers from "#app/locales/zh/developers.ts";
import zhDisbursements from "#app/locales/zh/disbursements.ts";
import zhDisclosures from "#app/locales/zh/disclosures.ts";
import zhEnquiries from "#app/locales/zh/enquiries.ts";
import zhExports from "#app/locales/zh/exports.ts";
import zhFilings from "#app/locales/zh/filings.ts";
import zhFrame from "#app/locales/zh/frame.ts";
import zhFunds from "#app/locales/zh/funds.ts";
import zhGift from "#app/locales/zh/gift.ts";
import zhGive from "#app/locales/zh/give.ts";
import zhGivingDays from "#app/locales/zh/givingDays.ts";
import zhGoods from "#app/locales/zh/goods.ts";
import zhGuide from "#app/locales/zh/guide.ts";
import zhHome from "#app/locales/zh/home.ts";
import zhIdentity from "#app/locales/zh/identity.ts";
import zhLedger from "#app/locales/zh/ledger.ts";
import zhMatching from "#app/locales/zh/matching.ts";
import zhMoneyBack from "#app/locales/zh/moneyBack.ts";
import zhMonthly from "#app/locales/zh/monthly.ts";
import zhOperations from "#app/locales/zh/operations.ts";
import zhOrganizations from "#app/locales/zh/organizations.ts";
import zhPayouts from "#app/locales/zh/payouts.ts";
import zhPdf from "#app/locales/zh/pdf.ts";
import zhPostings from "#app/locales/zh/postings.ts";
import zhProblem from "#app/locales/zh/problem.ts";
import zhProjects from "#app/locales/zh/projects.ts";
import zhPromises from "#app/locales/zh/promises.ts";
import zhRatios from "#app/locales/zh/ratios.ts";
import zhReceipts from "#app/locales/zh/receipts.ts";
import zhReconciliation from "#app/locales/zh/reconciliation.ts";
import zhRecorded from "#app/locales/zh/recorded.ts";
import zhRegister from "#app/locales/zh/register.ts";
import zhSales from "#app/locales/zh/sales.ts";
import zhSalesKeys from "#app/locales/zh/salesKeys.ts";
import zhSalesUpload from "#app/locales/zh/salesUpload.ts";
import zhScreening from "#app/locales/zh/screening.ts";
import zhSettings from "#app/locales/zh/settings.ts";
import zhShoppers from "#app/locales/zh/shoppers.ts";
import zhStatement from "#app/locales/zh/statement.ts";
import zhStatements from "#app/locales/zh/statements.ts";
import zhStreets from "#app/locales/zh/streets.ts";
import zhSupervision from "#app/locales/zh/supervision.ts";
import zhTill from "#app/locales/zh/till.ts";
import zhUi from "#app/locales/zh/ui.ts";
import zhWaiting from "#app/locales/zh/waiting.ts";
import zhWays from "#app/locales/zh/ways.ts";
import zhWebhooks from "#app/locales/zh/webhooks.ts";
import zhWork from "#app/locales/zh/work.ts";
import zhWorkspace from "#app/locales/zh/workspace.ts";
import zhYearReport from "#app/locales/zh/yearReport.ts";

/** Chinese is the first language: its dictionaries decide which keys and which {{variables}} exist. */
export const zh = {
  givingDays: zhGivingDays,
  goods: zhGoods,
  acts: zhActs,
  agreements: zhAgreements,
  aid: zhAid,
  aidChecks: zhAidChecks,
  aidConsent: zhAidConsent,
  alerts: zhAlerts,
  audit: zhAudit,
  breaks: zhBreaks,
  bankAccounts: zhBankAccounts,
  certificate: zhCertificate,
  channels: zhChannels,
  clock: zhClock,
  close: zhClose,
  costs: zhCosts,
  developers: zhDevelopers,
  disbursements: zhDisbursements,
  credibility: zhCredibility,
  disclosures: zhDisclosures,
  exports: zhExports,
  consumption: zhConsumption,
  consumptionAgreements: zhConsumptionAgreements,
  consumptionFraud: zhConsumptionFraud,
  consumptionIntake: zhConsumptionIntake,
  consumptionRules: zhConsumptionRules,
  consumptionStatements: zhConsumptionStatements,
  coolingOff: zhCoolingOff,
  enquiries: zhEnquiries,
  filings: zhFilings,
  frame: zhFrame,
  gift: zhGift,
  give: zhGive,
  identity: zhIdentity,
  operations: zhOperations,
  payouts: zhPayouts,
  pdf: zhPdf,
  postings: zhPostings,
  problem: zhProblem,
  projects: zhProjects,
  promises: zhPromises,
  ratios: zhRatios,
  funds: zhFunds,
  guide: zhGuide,
  home: zhHome,
  ledger: zhLedger,
  moneyBack: zhMoneyBack,
  monthly: zhMonthly,
  matching: zhMatching,
  organizations: zhOrganizations,
  receipts: zhReceipts,
  reconciliation: zhReconciliation,
  recorded: zhRecorded,
  register: zhRegister,
  sales: zhSales,
  salesKeys: zhSalesKeys,
  salesUpload: zhSalesUpload,
  screening: zhScreening,
  settings: zhSettings,
  shoppers: zhShoppers,
  statement: zhStatement,
  statements: zhStatements,
  streets: zhStreets,
  supervision: zhSupervision,
  till: zhTill,
  ui: zhUi,
  ways: zhWays,
  webhooks: zhWebhooks,
  waiting: zhWaiting,
  work: zhWork,
  workspace: zhWorkspace,
  yearReport: zhYearReport,
} as const;

export const en = {
  givingDays: enGivingDays,
  goods: enGoods,
  acts: enActs,
  agreements: enAgreements,
  aid: enAid,
  aidChecks: enAidChecks,
  aidConsent: enAidConsent,
  alerts: enAlerts,
  audit: enAudit,
  breaks: enBreaks,
  bankAccounts: enBankAccounts,
  certificate: enCertificate,
  channels: enChannels,
  clock: enClock,
  close: enClose,
  costs: enCosts,
  developers: enDevelopers,
  disbursements: enDisbursements,
  credibility: enCredibility,
  disclosures: enDisclosures,
  exports: enExports,
  consumption: enConsumption,
  consumptionAgreements: enConsumptionAgreements,
  consumptionFraud: enConsumptionFraud,
  consumptionIntake: enConsumptionIntake,
  consumptionRules: enConsumptionRules,
  consumptionStatements: enConsumptionStatements,
  coolingOff: enCoolingOff,
  enquiries: enEnquiries,
  filings: enFilings,
  frame: enFrame,
  gift: enGift,
  give: enGive,
  identity: enIdentity,
  operations: enOperations,
  payouts: enPayouts,
  pdf: enPdf,
  postings: enPostings,
  problem: enProblem,
  projects: enProjects,
  promises: enPromises,
  ratios: enRatios,
  funds: enFunds,
  guide: enGuide,
  home: enHome,
  ledger: enLedger,
  moneyBack: enMoneyBack,
  monthly: enMonthly,
  matching: enMatching,
  organizations: enOrganizations,
  receipts: enReceipts,
  reconciliation: enReconciliation,
  recorded: enRecorded,
  register: enRegister,
  sales: enSales,
  salesKeys: enSalesKeys,
  salesUpload: enSalesUpload,
  screening: enScreening,
  settings: enSettings,
  shoppers: enShoppers,
  statement: enStatement,
  statements: enStatements,
  streets: enStreets,
  supervision: enSupervision,
  till: enTill,
  ui: enUi,
  ways: enWays,
  webhooks: enWebhooks,
  waiting: enWaiting,
  work: enWork,
  workspace: enWorkspace,
  yearReport: enYearReport,
} as const satisfies SameKeys<typeof zh>;

/** Every key of the first language must exist in the other (which may have more plural forms). */
type SameKeys<Source> = {
  [Name in keyof Source]: { [Key in keyof Source[Name]]: string };
};
