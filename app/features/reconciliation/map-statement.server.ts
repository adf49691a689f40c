import { redirect } from "@remix-run/node";
import { findColumnMapping, saveColumnMapping } from "#app/features/payments/column-mappings.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { accountsOfSource } from "#app/features/payments/statement-account.server.ts";
import {
  dropStatementDraft,
  findStatementDraft,
  type StatementDraft,
} from "#app/features/payments/statement-drafts.server.ts";
import { withReading } from "#app/features/payments/statement-reading.server.ts";
import type { ColumnMapping } from "#app/features/payments/statements/column-mapping.ts";
import { type Detection, detectStatement } from "#app/features/payments/statements/detect-statement.ts";
import { guessLayout } from "#app/features/payments/statements/guess-mapping.ts";
import { firstRows } from "#app/features/payments/statements/read-statement.ts";
import type { StatementWarning } from "#app/features/payments/statements/statement.ts";
import { translator } from "#app/lib/i18n.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { importErrorText } from "./import-error-text.ts";
import {
  choiceOfForm,
  choiceOfMapping,
  type MappingChoice,
  type MappingFault,
  mappingOfChoice,
} from "./mapping-form.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";

const PREVIEW_ROWS = 8;
const PATH = "/workspace/reconciliation";

/** One row as it would be taken. */
export interface PreviewRow {
  lineNo: number;
  occurredAt: Date;
  amountFen: bigint;
  balanceAfterFen: bigint | null;
  counterparty: string | null;
  purpose: string | null;
}

/** What the whole file gives with a mapping. */
export interface MappingPreview {
  rows: PreviewRow[];
  errors: string[];
  sums: {
    rowCount: number;
    inFen: bigint;
    outFen: bigint;
    openingBalanceFen: bigint | null;
    closingBalanceFen: bigint | null;
  } | null;
  warnings: StatementWarning["reason"][];
}

export interface MappingPageData {
  draftId: string;
  fileName: string;
  /** Line of the header, its names, and the first values below each. */
  headerLine: number;
  columns: { name: string; samples: string[] }[];
  choice: MappingChoice;
  fault: MappingFault | null;
  preview: MappingPreview | null;
  /** Last four digits as printed; null: the file names no account, and one is chosen. */
  accountTail: string | null;
  accounts: { value: string; tail: string }[];
}

/** The address of the page that asks about a waiting file. */
export function mappingHref(draftId: string, query: string): string {
  return `${PATH}/mapping${query === "" ? "?" : `${query}&`}file=${draftId}`;
}

async function openDraft(
  reader: ReconciliationReader,
  request: Request,
): Promise<{ draft: StatementDraft; list: NonNullable<Detection["list"]>; detected: Detection }> {
  if (!reader.mayUpload) throw new Response(null, { status: 403 });
  const id = new URL(request.url).searchParams.get("file") ?? "";
  const draft = await findStatementDraft(reader.organization.id, id);
  // Taken or forgotten meanwhile: the days show what is there.
  if (draft === null) throw redirect(`${PATH}${reader.query}`);
  const detected = detectStatement(draft.bytes);
  if (detected.list === null) throw new Response(null, { status: 404 });
  return { draft, list: detected.list, detected };
}

/** The first look at a waiting file: what was said before for this header, else a proposal. */
export async function loadMapping(reader: ReconciliationReader, request: Request): Promise<MappingPageData> {
  const opened = await openDraft(reader, request);
  const known = await findColumnMapping(reader.organization.id, opened.list.signature);
  const choice = choiceOfMapping(known ?? guessLayout(opened.list));
  return pageOf(reader, request, opened, { ...choice, account: opened.draft.account ?? "" });
}

/** Shows what the choice gives, or takes the file with it and remembers it. */
export async function answerMapping(
  reader: ReconciliationReader,
  request: Request,
  now: Date,
): Promise<MappingPageData> {
  const opened = await openDraft(reader, request);
  const form = await request.formData();
  const choice = choiceOfForm(form);
  const made = mappingOfChoice(choice);
  if (!made.ok || form.get("intent") !== "take") return pageOf(reader, request, opened, choice);
  const { draft, list } = opened;
  const organizationId = reader.organization.id;
  const outcome = await importStatement({
    organizationId,
    source: "bank-generic",
    account: choice.account === "" ? null : choice.account,
    fileName: draft.fileName,
    bytes: draft.bytes,
    mapping: made.mapping,
    origin: "upload",
    userId: reader.userId,
    now,
  });
  if (!outcome.ok) {
    const t = translator(readPreferences(request).lang)("reconciliation");
    const page = await pageOf(reader, request, opened, choice);
    const errors = outcome.errors.map((error) => importErrorText(t, error));
    return { ...page, preview: page.preview === null ? null : { ...page.preview, errors } };
  }
  const { mapping } = made;
  await saveColumnMapping({ organizationId, signature: list.signature, mapping, userId: reader.userId, now });
  await dropStatementDraft(organizationId, draft.id);
  throw redirect(`${PATH}${reader.query === "" ? "?" : `${reader.query}&`}taken=${outcome.statementId}`);
}

async function pageOf(
  reader: ReconciliationReader,
  request: Request,
  { draft, list, detected }: Awaited<ReturnType<typeof openDraft>>,
  choice: MappingChoice,
): Promise<MappingPageData> {
  const made = mappingOfChoice(choice);
  const accounts = await accountsOfSource(reader.organization.id, "bank-generic");
  return {
    draftId: draft.id,
    fileName: draft.fileName,
    headerLine: list.header.lineNo,
    columns: list.header.cells.map((name, index) => ({
      name,
      samples: list.rows.slice(0, 3).map(({ cells }) => cells[index] ?? ""),
    })),
    choice,
    fault: made.ok ? null : made.fault,
    preview: made.ok ? await previewOf(request, draft.bytes, made.mapping) : null,
    accountTail: detected.account?.slice(-4) ?? null,
    accounts: accounts.map((account) => ({ value: account, tail: account.slice(-4) })),
  };
}

async function previewOf(
  request: Request,
  bytes: Uint8Array,
  mapping: ColumnMapping,
): Promise<MappingPreview> {
  const t = translator(readPreferences(request).lang)("reconciliation");
  const rows = firstRows("bank-generic", bytes, { mapping }, PREVIEW_ROWS).map(
    ({ lineNo, occurredAt, amountFen, balanceAfterFen, counterparty, purpose }) => ({
      lineNo,
      occurredAt,
      amountFen,
      balanceAfterFen,
      counterparty,
      purpose,
    }),
  );
  return withReading("bank-generic", bytes, { mapping }, async (reading) => {
    if (!reading.ok) {
      const errors = reading.errors.slice(0, 20).map((error) => importErrorText(t, error));
      return { rows, errors, sums: null, warnings: [] };
    }
    const { rowCount, inFen, outFen, openingBalanceFen, closingBalanceFen } = reading.summary.totals;
    const warnings = [...new Set(reading.summary.warnings.map(({ reason }) => reason))];
    return {
      rows,
      errors: [],
      sums: { rowCount, inFen, outFen, openingBalanceFen, closingBalanceFen },
      warnings,
    };
  });
}
