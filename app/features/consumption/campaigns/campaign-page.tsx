import { inLang } from "#app/features/funds/fund-text.ts";
import { PROJECT_TONES } from "#app/features/projects/projects-page.tsx";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { agreementState, openProposal } from "../agreements/agreement-state.ts";
import type { ConfirmOutcome } from "../agreements/confirm-agreements.server.ts";
import type { AgreementListed } from "../agreements/queries.server.ts";
import { AGREEMENT_TONES } from "../agreements/sales-agreements-page.tsx";
import { sayKey } from "../agreements/terms-state.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { WorkCampaign } from "./queries.server.ts";

export interface CampaignPageProps {
  campaign: WorkCampaign;
  person: { userId: string; mayConfirm: boolean };
  rows: readonly AgreementListed[];
  view: string;
  today: string;
  done: { drafted: number; confirmed: number };
  refusals: readonly Extract<ConfirmOutcome, { ok: false }>[];
  isEmpty: boolean;
}

/** The views of the list of agreements, by what waits and for whom. */
const VIEWS = ["all", "drafted", "offered", "signed", "over"] as const;
type View = (typeof VIEWS)[number];

function viewOf(row: AgreementListed, today: string): Exclude<View, "all"> {
  const proposal = openProposal(row, today);
  if (proposal) return proposal;
  const state = agreementState(row, today);
  return state === "agreed" || state === "in-force" || state === "suspended" ? "signed" : "over";
}

/** One campaign at work: its enterprises, what each gives, what waits, and on the side the next step. */
export function CampaignPage(props: CampaignPageProps) {
  const { campaign, rows, today } = props;
  const t = useT("consumption");
  const lang = useLang();
  const view = VIEWS.find((one) => one === props.view) ?? "all";
  const shown = rows.filter((row) => view === "all" || viewOf(row, today) === view);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/consumption", label: t("listTitle") }]} />
      <div className="head">
        <h1>{inLang(lang, campaign.title, campaign.titleEn)}</h1>
        <State tone={PROJECT_TONES[campaign.state]}>{t(`state_${campaign.state}`)}</State>
      </div>
      <p className="lead">{inLang(lang, campaign.lead, campaign.leadEn)}</p>
      <CampaignFlashes {...props} />
      <Split
        sideClass="sheet"
        sideTitle={{ id: "next", text: t("nextStep") }}
        side={<NextSteps campaign={campaign} count={rows.length} />}
      >
        <WaitingForm {...props} />
        <Section title={t("agreements")} first={!mayConfirmAny(props)}>
          <LinkTabs
            label={t("views")}
            items={VIEWS.map((one) => ({
              href: `/workspace/consumption/${campaign.id}${one === "all" ? "" : `?view=${one}`}`,
              label: t(`view_${one}`),
              current: one === view,
              count: one === "all" ? rows.length : rows.filter((row) => viewOf(row, today) === one).length,
            }))}
          />
          <AgreementsTable rows={shown} today={today} />
        </Section>
      </Split>
    </div>
  );
}

function CampaignFlashes({ done, refusals, isEmpty, rows }: CampaignPageProps) {
  const t = useT("consumption");
  const tAgreements = useT("consumptionAgreements");
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.merchantName ?? id;
  return (
    <>
      {done.drafted > 0 ? (
        <Flash tone="done" title={t("draftedDone", { count: done.drafted })}>
          {t("draftedNext")}
        </Flash>
      ) : null}
      {done.confirmed > 0 ? (
        <Flash tone="done" title={t("confirmedDone", { count: done.confirmed })}>
          {t("confirmedNext")}
        </Flash>
      ) : null}
      {isEmpty ? <Flash tone="warn" title={t("noneTicked")} /> : null}
      {refusals.length > 0 ? (
        <Flash tone="bad" title={t("notConfirmed", { count: refusals.length })}>
          <ul className="plain">
            {refusals.map(({ agreementId, reason }) => (
              <li
                key={agreementId}
              >{`${nameOf(agreementId)}: ${sayKey(tAgreements, `refuse_${reason}`)}`}</li>
            ))}
          </ul>
        </Flash>
      ) : null}
    </>
  );
}

/** What this person may confirm: drafts of somebody else. */
const confirmable = ({ rows, person, today }: CampaignPageProps): AgreementListed[] =>
  rows.filter((row) => openProposal(row, today) === "drafted" && row.proposedById !== person.userId);

const mayConfirmAny = (props: CampaignPageProps): boolean =>
  props.person.mayConfirm && confirmable(props).length > 0;

/** Every draft that waits for the second person, ticked: read the terms, take out what should wait, confirm the rest. */
function WaitingForm(props: CampaignPageProps) {
  const t = useT("consumption");
  const lang = useLang();
  if (!mayConfirmAny(props)) return null;
  const waiting = confirmable(props);
  return (
    <Section title={t("waitingTitle", { count: waiting.length })} first>
      <p>{t("waitingLead")}</p>
      <form method="post">
        {waiting.map((row) => (
          <label key={row.id} className="plainpick">
            <input type="checkbox" name="seen" value={`${row.id}.${row.number}`} defaultChecked />
            <span>
              <a href={`/workspace/consumption/agreements/${row.id}`}>
                {inLang(lang, row.merchantName, row.merchantNameEn)}
              </a>
              <small className="help">{ruleText(row.terms, lang)}</small>
            </span>
          </label>
        ))}
        <p className="field">
          <SubmitButton>{t("confirmTicked")}</SubmitButton>
        </p>
      </form>
    </Section>
  );
}

function AgreementsTable({ rows, today }: { rows: readonly AgreementListed[]; today: string }) {
  const t = useT("consumption");
  const tAgreements = useT("consumptionAgreements");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("agreements")}
      variant="stated"
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("noAgreements")}>{t("noAgreementsText")}</EmptyState>}
      columns={[
        {
          key: "merchant",
          head: t("enterprise"),
          cell: (row) => (
            <a href={`/workspace/consumption/agreements/${row.id}`}>
              {inLang(lang, row.merchantName, row.merchantNameEn)}
            </a>
          ),
        },
        { key: "rule", head: t("gives"), cell: (row) => ruleText(row.terms, lang) },
        {
          key: "period",
          head: t("period"),
          className: "num",
          cell: (row) =>
            t("fromTo", { from: row.confirmedFrom ?? row.effectiveOn, to: row.confirmedTo ?? row.endsOn }),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (row) => {
            const state = agreementState(row, today);
            const proposal = openProposal(row, today);
            return (
              <>
                <State tone={AGREEMENT_TONES[state]}>{tAgreements(`state_${state}`)}</State>
                {proposal && proposal !== state ? <small>{t(`amendment_${proposal}`)}</small> : null}
              </>
            );
          },
        },
      ]}
    />
  );
}

function NextSteps({ campaign, count }: { campaign: WorkCampaign; count: number }) {
  const t = useT("consumption");
  const own = `/workspace/consumption/${campaign.id}`;
  const project = `/workspace/projects/${campaign.id}`;
  return (
    <>
      <p>{t(stepText(campaign, count))}</p>
      {campaign.state === "ended" ? null : (
        <p className="field">
          <ButtonLink href={`${own}/invite`} full>
            {t("invite")}
          </ButtonLink>
        </p>
      )}
      <p className="field">
        <ButtonLink href={project} quiet full>
          {t(campaign.state === "draft" ? "toRelease" : "toProject")}
        </ButtonLink>
      </p>
      <p className="more">
        <a href="/workspace/consumption/statements">{t("statementsLink")}</a>
      </p>
      <Facts
        plain
        items={[
          {
            term: t("period"),
            value: campaign.startsOn
              ? t("fromTo", { from: campaign.startsOn, to: campaign.endsOn ?? t("noEnd") })
              : t("noPeriod"),
          },
          {
            term: t("filing"),
            value: campaign.filingNo ? (
              <span className="code">{campaign.filingNo}</span>
            ) : (
              <a href={`/workspace/filings?fund=${campaign.id}`}>{t("notFiled")}</a>
            ),
          },
          ...(campaign.state === "draft"
            ? []
            : [
                {
                  term: t("publicPage"),
                  value: <a href={`/consumption/${campaign.slug}`}>{`/consumption/${campaign.slug}`}</a>,
                },
              ]),
        ]}
      />
    </>
  );
}

function stepText(campaign: WorkCampaign, count: number) {
  if (campaign.state === "ended") return "stepEnded";
  if (campaign.state === "draft") return count === 0 ? "stepDraft" : "stepDraftAsked";
  if (campaign.isPublicCampaign && !campaign.filingNo) return "stepFile";
  return count === 0 ? "stepInvite" : "stepRunning";
}
