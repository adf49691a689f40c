import {
  COLUMN_ROLES,
  type ColumnPlaces,
  type ColumnRole,
} from "#app/features/payments/statements/bank-layout.ts";
import { type ColumnMapping, columnMappingSchema } from "#app/features/payments/statements/column-mapping.ts";
import { roleField } from "./mapping-fields.ts";

const MOST_COLUMNS = 100;

export type MappingFault = "no-date" | "no-amount" | "twice" | "same-words" | "invalid";

/** What a person chose; kept as it is also where it is no mapping yet. */
export interface MappingChoice {
  roles: Partial<Record<number, ColumnRole>>;
  dateForm: string;
  inWords: string;
  outWords: string;
  negativeDebit: string;
  isReferenceUnique: boolean;
  account: string;
}

export function choiceOfForm(form: FormData): MappingChoice {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const roles: MappingChoice["roles"] = {};
  for (let index = 0; index < MOST_COLUMNS; index += 1) {
    const role = COLUMN_ROLES.find((known) => known === text(roleField(index)));
    if (role !== undefined) roles[index] = role;
  }
  return {
    roles,
    dateForm: text("dateForm"),
    inWords: text("inWords").slice(0, 200),
    outWords: text("outWords").slice(0, 200),
    negativeDebit: text("negativeDebit"),
    isReferenceUnique: text("isReferenceUnique") === "yes",
    account: text("account").slice(0, 64),
  };
}

/** The choice as a form shows it. */
export function choiceOfMapping(
  mapping: Omit<ColumnMapping, "columns"> & { columns: ColumnPlaces },
): MappingChoice {
  const roles: MappingChoice["roles"] = {};
  for (const role of COLUMN_ROLES) {
    const place = mapping.columns[role];
    if (place !== undefined) roles[place] = role;
  }
  return {
    roles,
    dateForm: mapping.dateForm,
    inWords: mapping.inWords.join(" "),
    outWords: mapping.outWords.join(" "),
    negativeDebit: mapping.negativeDebit,
    isReferenceUnique: mapping.isReferenceUnique,
    account: "",
  };
}

/** The mapping that a choice makes, or what is wrong with it. */
export function mappingOfChoice(
  choice: MappingChoice,
): { ok: true; mapping: ColumnMapping } | { ok: false; fault: MappingFault } {
  const columns: ColumnPlaces = {};
  for (const [index, role] of Object.entries(choice.roles)) {
    if (role === undefined) continue;
    if (columns[role] !== undefined) return { ok: false, fault: "twice" };
    columns[role] = Number(index);
  }
  if (columns.date === undefined) return { ok: false, fault: "no-date" };
  const hasSides = columns.debit !== undefined && columns.credit !== undefined;
  if (!hasSides && columns.amount === undefined) return { ok: false, fault: "no-amount" };
  const words = (text: string) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
  const [inWords, outWords] = [words(choice.inWords), words(choice.outWords)];
  if (inWords.some((word) => outWords.includes(word))) return { ok: false, fault: "same-words" };
  const { dateForm, negativeDebit, isReferenceUnique } = choice;
  const parsed = columnMappingSchema.safeParse({
    columns,
    dateForm,
    inWords,
    outWords,
    negativeDebit,
    isReferenceUnique,
  });
  return parsed.success ? { ok: true, mapping: parsed.data } : { ok: false, fault: "invalid" };
}
