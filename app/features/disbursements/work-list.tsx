import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import {
  DISBURSEMENT_STATES,
  type DisbursementState,
  disbursementState,
  nextAct,
} from "./disbursement-state.ts";
import type { WorkDisbursement } from "./queries.server.ts";
import type { WorkPerson } from "./work-person.server.ts";

export const STATE_TONES: Record<DisbursementState, Tone> = {
  proposed: "warn",
  approved: "wait",
  paid: "wait",
  delivered: "done",
  rejected: "bad",
  withdrawn: "wait",
};

export interface WorkListProps {
  rows: WorkDisbursement[];
  counts: Partial<Record<DisbursementState, number>>;
  state: DisbursementState | null;
  next: string | null;
  person: WorkPerson;
}

const LIST = "/workspace/disbursements";

/** All payments of an organization, each with its state and the one thing to do next. */
export function WorkList({ rows, counts, state, next, person }: WorkListProps) {
  const t = useT("disbursements");
  const total = DISBURSEMENT_STATES.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  return (
    <div className="wrap">
      <div className="head">
        <h1>{total === 0 ? t("listNone") : t("listSome", { count: total })}</h1>
        <ButtonLink href={`${LIST}/new`}>{t("propose")}</ButtonLink>
      </div>
      <p className="lead">{t("listLead")}</p>
      <p className="plain">
        <a href={`${LIST}/rules`}>{t("rulesLink")}</a> ·{" "}
        <a href="/workspace/payment-batches">{t("batchesLink")}</a>
      </p>
      <LinkTabs
        label={t("filterLabel")}
        items={[
          { href: LIST, label: t("all"), current: state === null, count: total },
          ...DISBURSEMENT_STATES.filter((name) => (counts[name] ?? 0) > 0 || name === state).map((name) => ({
            href: `${LIST}?state=${name}`,
            label: t(`state_${name}`),
            current: state === name,
            count: counts[name] ?? 0,
          })),
        ]}
      />
      <WorkTable rows={rows} person={person} />
      {next ? <Pagination next={next} /> : null}
    </div>
  );
}

function WorkTable({ rows, person }: { rows: readonly WorkDisbursement[]; person: WorkPerson }) {
  const t = useT("disbursements");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("listCaption")}
      variant="headed"
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("emptyFilter")}>{t("emptyText")}</EmptyState>}
      columns={[
        {
          key: "purpose",
          head: t("purpose"),
          cell: (row) => (
            <>
              <a href={`${LIST}/${row.id}`}>{inLang(lang, row.purpose, row.purposeEn)}</a>
              <small>{inLang(lang, row.fundTitle, row.fundTitleEn)}</small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          label: t("amountLabel"),
          right: true,
          st: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "state",
          head: t("status"),
          cell: (row) => {
            const state = disbursementState(row);
            return <State tone={STATE_TONES[state]}>{t(`state_${state}`)}</State>;
          },
        },
        {
          key: "next",
          head: t("next"),
          cell: (row) => {
            const act = nextAct(row, person);
            if (act === null || act === "wait-for-approval") return act === null ? null : t(`act_${act}`);
            return <a href={`${LIST}/${row.id}#do`}>{t(`act_${act}`)}</a>;
          },
        },
      ]}
    />
  );
}
