import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { BadRow, InviteAnswer } from "./invite-answer.ts";
import type { EnterpriseChoice } from "./resolve-enterprises.server.ts";
import { type AccountChoice, TermsFields } from "./terms-fields.tsx";
import { OFFER_KINDS, type OfferKind } from "./terms-kinds.ts";
import { TermsNotes, TermsPreviewSheet } from "./terms-notes.tsx";
import { errorIn, sayKey } from "./terms-state.ts";

export interface InvitePageProps {
  campaign: { id: string; title: string; titleEn: string };
  /** Null: to be chosen first. */
  kind: OfferKind | null;
  choices: readonly EnterpriseChoice[];
  search: string;
  accounts: readonly AccountChoice[];
  answer: InviteAnswer;
}

/** Asks enterprises to sign: one or a street's worth, on the same terms. */
export function InvitePage(props: InvitePageProps) {
  const { campaign, kind, answer } = props;
  const t = useT("consumptionAgreements");
  const lang = useLang();
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[
          { href: "/workspace/consumption", label: t("campaignsTitle") },
          {
            href: `/workspace/consumption/${campaign.id}`,
            label: inLang(lang, campaign.title, campaign.titleEn),
          },
        ]}
      />
      <h1>{t("inviteTitle")}</h1>
      <p className="lead">{t("inviteLead")}</p>
      <TermsNotes state={answer.state} />
      <BadRows answer={answer} />
      {answer.preview ? <TermsPreviewSheet preview={answer.preview} /> : null}
      {kind === null ? <KindChoice campaignId={campaign.id} /> : <InviteForm {...props} kind={kind} />}
    </div>
  );
}

/** Only the fields of the chosen kind are shown, so the kind is chosen first. */
function KindChoice({ campaignId }: { campaignId: string }) {
  const t = useT("consumptionAgreements");
  return (
    <Section title={t("kindTitle")}>
      <ul className="rows">
        {OFFER_KINDS.map((kind) => (
          <li key={kind}>
            <a href={`/workspace/consumption/${campaignId}/invite?kind=${kind}`}>{t(`kind_${kind}`)}</a>
            <p className="note">{t(`kindHelp_${kind}`)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function BadRows({ answer }: { answer: InviteAnswer }) {
  const t = useT("consumptionAgreements");
  if (answer.badRows.length === 0) return null;
  return (
    <>
      {answer.draftedCount > 0 ? (
        <Flash tone="warn" title={t("someDrafted", { count: answer.draftedCount })}>
          {t("someDraftedText")}
        </Flash>
      ) : null}
      <CardsTable<BadRow>
        caption={t("badRowsCaption", { count: answer.badRows.length })}
        showCaption
        rows={answer.badRows}
        rowKey={(row) => `${row.line ?? ""}${row.text}`}
        columns={[
          { key: "row", head: t("badRow"), cell: (row) => row.text },
          { key: "line", head: t("badLine"), className: "num", cell: (row) => row.line },
          { key: "why", head: t("badWhy"), cell: (row) => sayKey(t, `row_${row.reason}`) },
        ]}
      />
    </>
  );
}

function InviteForm(props: InvitePageProps & { kind: OfferKind }) {
  const { campaign, kind, answer, accounts } = props;
  const t = useT("consumptionAgreements");
  const { typed } = answer.state;
  return (
    <>
      <p>
        {t("kindChosen", { kind: t(`kind_${kind}`) })}{" "}
        <a href={`/workspace/consumption/${campaign.id}/invite`}>{t("kindOther")}</a>
      </p>
      <FilterForm
        action={`/workspace/consumption/${campaign.id}/invite`}
        label={t("searchEnterprises")}
        submit={t("searchGo")}
      >
        <input type="hidden" name="kind" value={kind} />
        <SearchField name="q" label={t("searchEnterprises")} defaultValue={props.search} />
      </FilterForm>
      <form method="post" encType="multipart/form-data">
        <input type="hidden" name="formId" value={typed.formId ?? ""} />
        <Section title={t("partEnterprises")} first>
          <EnterpriseBoxes {...props} />
          <TextArea
            label={t("paste")}
            help={t("pasteHelp")}
            optional
            rows={5}
            name="list"
            defaultValue={typed.list ?? ""}
            error={errorIn(t, answer.state, "list")}
          />
          <FileField
            label={t("file")}
            help={t("fileHelp")}
            optional
            name="file"
            accept=".csv,text/csv,text/plain"
            error={errorIn(t, answer.state, "file")}
          />
        </Section>
        <TermsFields kind={kind} accounts={accounts} state={answer.state} />
        {accounts.length === 0 ? (
          <p className="note">
            {t("noAccount")} <a href="/workspace/settings">{t("noAccountLink")}</a>
          </p>
        ) : null}
        <p className="acts">
          <SubmitButton name="intent" value="draft">
            {t("draft")}
          </SubmitButton>
          <SubmitButton quiet name="intent" value="preview">
            {t("preview")}
          </SubmitButton>
        </p>
      </form>
    </>
  );
}

function EnterpriseBoxes({ choices, answer, search }: InvitePageProps) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const picked = new Set((answer.state.typed.merchantId ?? "").split(" "));
  if (choices.length === 0)
    return (
      <EmptyState title={t(search === "" ? "noEnterprises" : "noSuchEnterprise")}>
        {t("noEnterprisesText")}
      </EmptyState>
    );
  const asked = choices.filter(({ isAsked }) => isAsked);
  return (
    <>
      <Fieldset
        id="merchantId"
        legend={t("choose")}
        help={t("chooseHelp")}
        error={errorIn(t, answer.state, "merchantId")}
      >
        {choices
          .filter(({ isAsked }) => !isAsked)
          .map((choice) => (
            <label key={choice.id} className="plainpick">
              <input
                type="checkbox"
                name="merchantId"
                value={choice.id}
                defaultChecked={picked.has(choice.id)}
              />
              <span>
                {inLang(lang, choice.name, choice.nameEn)}
                <small className="help">
                  {choice.uscc ? <span className="code">{choice.uscc}</span> : t("noCode")}
                </small>
              </span>
            </label>
          ))}
      </Fieldset>
      {asked.length > 0 ? (
        <details>
          <summary>{t("isAsked", { count: asked.length })}</summary>
          <p>{asked.map(({ name, nameEn }) => inLang(lang, name, nameEn)).join(t("listComma"))}</p>
        </details>
      ) : null}
    </>
  );
}
