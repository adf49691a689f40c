import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import { RECEIPTS_PATH } from "./queue-page.tsx";

export interface CertificateBatch {
  id: string;
  fundTitle: string;
  fundTitleEn: string;
  requestedAt: Date;
  total: number;
  made: number;
}

interface CertificatesPageProps {
  funds: { id: string; title: string; titleEn: string }[];
  batches: CertificateBatch[];
  attempt: string;
  keptDays: number;
  state: FormState;
}

/** Certificates of a whole fund or drive: begin a batch, see how far each is, take it as a zip. */
export function CertificatesPage({ funds, batches, attempt, keptDays, state }: CertificatesPageProps) {
  const t = useT("receipts");
  const lang = useLang();
  const path = `${RECEIPTS_PATH}/certificates`;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: RECEIPTS_PATH, label: t("workTitle") }, { label: t("batchTitle") }]} />
      <h1>{t("batchTitle")}</h1>
      <p className="lead">{t("batchIntro")}</p>
      <form method="post" action={path} className="form-page" noValidate>
        <input type="hidden" name="attempt" value={attempt} />
        <Select
          label={t("batchFund")}
          name="fund"
          blank={t("batchChoose")}
          defaultValue=""
          error={errorOf(t, state, "fund")}
          options={funds.map(({ id, title, titleEn }) => ({
            value: id,
            label: inLang(lang, title, titleEn),
          }))}
        />
        <p className="field">
          <SubmitButton>{t("batchButton")}</SubmitButton>
        </p>
      </form>
      <Section title={t("unreceiptedTitle")} intro={t("unreceiptedIntro")}>
        <form method="get" action={`${RECEIPTS_PATH}/waiting.csv`} className="form-page">
          <Select
            label={t("batchFund")}
            name="fund"
            id="list-fund"
            options={funds.map(({ id, title, titleEn }) => ({
              value: id,
              label: inLang(lang, title, titleEn),
            }))}
          />
          <p className="field">
            <SubmitButton quiet>{t("unreceiptedButton")}</SubmitButton>
          </p>
        </form>
      </Section>
      <Section title={t("batchCaption")}>
        <CardsTable
          caption={t("batchCaption")}
          variant="duo"
          rows={batches}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("batchNone")}>{t("batchKept", { days: keptDays })}</EmptyState>}
          columns={[
            {
              key: "fund",
              head: t("batchFund"),
              cell: (batch) => inLang(lang, batch.fundTitle, batch.fundTitleEn),
            },
            {
              key: "when",
              head: t("batchWhen"),
              cell: (batch) => <DateText value={batch.requestedAt} precision="minute" />,
            },
            {
              key: "made",
              head: t("batchMade"),
              right: true,
              cell: (batch) => t("batchOf", { done: batch.made, total: batch.total }),
            },
            {
              key: "take",
              head: t("batchDownload"),
              hideHead: true,
              label: null,
              cell: (batch) =>
                batch.made === batch.total ? (
                  <a href={`${path}/${batch.id}.zip`}>{t("batchDownload")}</a>
                ) : (
                  <a href={`/workspace/work/${batch.id}`}>{t("batchProgress")}</a>
                ),
            },
          ]}
        />
        {batches.length === 0 ? null : <p className="note">{t("batchKept", { days: keptDays })}</p>}
      </Section>
    </div>
  );
}
