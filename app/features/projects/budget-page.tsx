import type { BudgetLine } from "#app/features/funds/fund-books.server.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { fenToYuan } from "#app/lib/money.ts";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { MoneyInput } from "#app/ui/money-input.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { BudgetVersions } from "./budget-versions.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { BudgetVersion } from "./parts.server.ts";
import type { WorkProject } from "./queries.server.ts";
import { SubPage } from "./sub-page.tsx";

export interface BudgetPageProps {
  project: WorkProject;
  budget: BudgetLine[];
  versions: BudgetVersion[];
  formId: string;
  isDone: boolean;
  state: FormState;
}

const EMPTY_ROWS = 3;
const MOST_ROWS = 20;

/** The budget as a form: its lines, some empty ones, and why it changes. */
export function BudgetPage(props: BudgetPageProps) {
  const { project, versions, state } = props;
  const t = useT("projects");
  const isLocked = project.state === "ended" || project.releaseAskedById !== null;
  return (
    <SubPage {...props} title={t("budgetTitle")} lead={t("budgetLead")}>
      {isLocked ? (
        <p className="note">{t(project.state === "ended" ? "lockedEnded" : "lockedRelease")}</p>
      ) : (
        <form method="post" className="form-page">
          <input type="hidden" name="formId" value={state.typed.formId ?? props.formId} />
          <BudgetRows {...props} />
          {project.publishedAt ? (
            <TextField
              label={t("why")}
              help={t("budgetWhyHelp")}
              name="why"
              maxLength={300}
              defaultValue={state.typed.why}
              error={errorOf(t, state, "why")}
            />
          ) : null}
          <p className="field">
            <SubmitButton full>{t("saveBudget")}</SubmitButton>
          </p>
        </form>
      )}
      {project.publishedAt && versions.length > 1 ? (
        <Section title={t("budgetVersions")}>
          <BudgetVersions versions={versions} />
        </Section>
      ) : null}
    </SubPage>
  );
}

function BudgetRows({ budget, state }: BudgetPageProps) {
  const t = useT("projects");
  const lang = useLang();
  const planned = budget.filter(({ plannedFen }) => plannedFen > 0n);
  const typedRows = Object.keys(state.typed).filter((name) => name.startsWith("name-")).length;
  const count = Math.min(MOST_ROWS, Math.max(planned.length + EMPTY_ROWS, typedRows));
  return Array.from({ length: count }, (_, row) => {
    const line = planned[row];
    const field = (name: string, value: string | undefined) => ({
      name: `${name}-${row}`,
      defaultValue: state.typed[`${name}-${row}`] ?? value,
      error: errorOf(t, state, `${name}-${row}`),
    });
    const takenFen = line ? line.usedFen + line.committedFen : 0n;
    return (
      <Fieldset
        key={line?.purposeCode ?? `new-${row}`}
        id={`row-${row}`}
        legend={line ? inLang(lang, line.name, line.nameEn) : t("newLine")}
        help={takenFen > 0n ? t("taken", { amount: formatYuan(takenFen) }) : undefined}
      >
        <input
          type="hidden"
          name={`code-${row}`}
          value={state.typed[`code-${row}`] ?? line?.purposeCode ?? ""}
        />
        <TextField label={t("lineName")} maxLength={40} {...field("name", line?.name)} />
        <TextField label={t("lineNameEn")} optional maxLength={80} {...field("nameEn", line?.nameEn)} />
        <MoneyInput label={t("linePlanned")} {...field("planned", line && fenToYuan(line.plannedFen))} />
      </Fieldset>
    );
  });
}
