import { Phrase, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { E4 } from "../../rules/compute-gift.ts";
import type { UploadData } from "./upload-work.server.ts";

const PATH = "/workspace/sales/upload";

/** One uploaded list: what is wrong with it, a button that takes the rest, and then what became of each row. */
export function UploadPage(page: UploadData) {
  const { upload, rejected, rejectedCount } = page;
  const t = useT("salesUpload");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: PATH, label: t("title") }]} />
      <h1>{upload.fileName}</h1>
      {upload.finishedAt ? (
        <Flash tone="done" title={t("finished")} />
      ) : upload.begunAt ? (
        <Callout tone="calm">
          <p>
            <Phrase
              ns="salesUpload"
              k="begun"
              parts={{ a: <a href={`/workspace/work/${upload.id}`}>.</a> }}
            />
          </p>
        </Callout>
      ) : (
        <TakeForm {...page} />
      )}
      <Counts {...page} />
      {rejected.length > 0 ? (
        <Section title={t("rejectedRows")} intro={t("rejectedIntro")} id="rejected">
          <RejectedTable rejected={rejected} />
          {rejectedCount > BigInt(rejected.length) ? (
            <p className="note">{t("firstOnly", { count: rejected.length })}</p>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}

function TakeForm({ upload, rejectedCount, duplicateCount }: UploadData) {
  const t = useT("salesUpload");
  const left = upload.rowCount - Number(rejectedCount + duplicateCount);
  if (left === 0 && duplicateCount > 0n) return <Flash tone="warn" title={t("allKnown")} />;
  if (left === 0) return <Flash tone="bad" title={t("nothingLeft")} />;
  return (
    <form method="post" action={`${PATH}/${upload.id}?index`} className="form-page">
      <p>{t("takeText")}</p>
      <p className="field">
        <SubmitButton>{t("take", { count: left })}</SubmitButton>
      </p>
    </form>
  );
}

function Counts({ upload, rejectedCount, duplicateCount }: UploadData) {
  const t = useT("salesUpload");
  const count = (value: bigint | number) => <span className="num">{value.toString()}</span>;
  return (
    <>
      <Pairs
        items={[
          { term: t("rows"), value: count(upload.rowCount) },
          { term: t("outcome_rejected"), value: count(rejectedCount) },
          { term: t("outcome_duplicate"), value: count(duplicateCount) },
          ...(upload.begunAt
            ? [
                { term: t("outcome_accepted"), value: count(upload.acceptedCount) },
                // Whole fen for people: what is settled is rounded on the agreement's running sum, not here.
                { term: t("gift"), value: <Money fen={upload.giftE4 / E4} />, total: true },
              ]
            : []),
        ]}
      />
      <p className="acts">
        <a href={`${PATH}/${upload.id}/results.csv`}>{t("results")}</a>
      </p>
    </>
  );
}

function RejectedTable({ rejected }: Pick<UploadData, "rejected">) {
  const t = useT("salesUpload");
  const reasons = useT("consumptionIntake");
  return (
    <CardsTable
      caption={t("rejectedRows")}
      rows={rejected}
      rowKey={({ line }) => String(line)}
      columns={[
        { key: "line", head: t("line"), cell: ({ line }) => t("lineNo", { line }) },
        {
          key: "no",
          head: t("column_orderNo"),
          cell: ({ orderNo }) => <span className="code">{orderNo}</span>,
        },
        { key: "reason", head: t("reason"), cell: ({ reason }) => reasons(`reason_${reason}`) },
      ]}
    />
  );
}
