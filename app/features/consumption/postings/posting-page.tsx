import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { PostingData } from "./load-posting.server.ts";
import { PostingCrumbs } from "./posting-crumbs.tsx";
import { postingHref } from "./posting-href.ts";
import type { PostingLine } from "./queries.server.ts";

/** One day of one agreement: how its gifts were reckoned, every order of it, and the row of the ledger it became. */
export function PostingPage(data: PostingData) {
  const { fund, agreement, posting, nextCursor, isFirstPage, asOf } = data;
  const t = useT("postings");
  const lang = useLang();
  const path = postingHref(fund.slug, agreement.id, posting.day, posting.kind);
  const merchant = inLang(lang, agreement.merchantName, agreement.merchantNameEn);
  const counts = { orders: posting.orderCount, returns: posting.returnCount };
  return (
    <div className="wrap">
      <PostingCrumbs fund={fund} agreement={agreement} />
      <Answer
        title={t(`say_${posting.kind}`, {
          day: posting.day,
          merchant,
          amount: formatYuan(posting.amountFen),
        })}
        lead={posting.kind === "orders" ? t("leadOrders", counts) : t(`lead_${posting.kind}`)}
      >
        <AsOf at={asOf} />
      </Answer>
      {isFirstPage ? <Reckoning {...data} /> : null}
      {posting.kind === "guarantee" ? null : (
        <Section title={t(`lines_${posting.kind}`)} intro={t(`linesIntro_${posting.kind}`)} id="lines">
          <Lines data={data} />
          <Pagination
            first={isFirstPage ? null : `${path}#lines`}
            next={
              nextCursor
                ? `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}#lines`
                : null
            }
          />
        </Section>
      )}
    </div>
  );
}

function Reckoning({ posting, fund }: PostingData) {
  const t = useT("postings");
  const { transferId, publicIndex, statementId } = posting;
  return (
    <Section title={t("reckoning")} intro={t("reckoningIntro")} first>
      <div className="plain narrow">
        <Pairs
          items={[
            { term: t("gift"), value: t("exact", { yuan: exactYuan(posting.giftE4) }) },
            { term: t("counted"), value: t("exact", { yuan: exactYuan(posting.countedE4) }) },
            { term: t("running"), value: t("exact", { yuan: exactYuan(posting.runningE4) }) },
            { term: t("promised"), value: <Money fen={posting.promisedFen} /> },
            { term: t("amount"), value: <Money fen={posting.amountFen} />, total: true },
          ]}
        />
      </div>
      <p className="note after">
        {transferId === null ? (
          t("noTransfer")
        ) : publicIndex === null ? (
          t("transferWaits")
        ) : (
          <a href={`/ledger?before=${publicIndex + 1n}#rows`}>
            {t("transfer", { index: Number(publicIndex) })}
          </a>
        )}{" "}
        {transferId === null ? null : <span className="code">{transferId}</span>}
      </p>
      {statementId === null ? null : (
        <p className="note">
          <a href={`/consumption/${encodeURIComponent(fund.slug)}/statements/${statementId}`}>
            {t("statement")}
          </a>
        </p>
      )}
    </Section>
  );
}

function Lines({ data: { fund, posting, lines } }: { data: PostingData }) {
  const t = useT("postings");
  return (
    <CardsTable
      caption={t(`lines_${posting.kind}`)}
      variant="duo"
      rows={lines}
      rowKey={(line) => `${line.occurredAt.toISOString()}${line.orderEnd}${line.netE4}`}
      columns={[
        { key: "what", head: t("line"), cell: (line) => <LineHead line={line} slug={fund.slug} /> },
        {
          key: "when",
          head: t("when"),
          className: "num",
          cell: (line) => <DateText value={line.occurredAt} precision="second" />,
        },
        { key: "net", head: t("netYuan"), right: true, cell: (line) => exactYuan(line.netE4) },
        { key: "counted", head: t("countedYuan"), right: true, cell: (line) => exactYuan(line.countedE4) },
      ]}
    />
  );
}

function LineHead({ line, slug }: { line: PostingLine; slug: string }) {
  const t = useT("postings");
  const lang = useLang();
  if (line.matched) {
    const { agreementId, day, merchantName, merchantNameEn } = line.matched;
    return (
      <a href={postingHref(slug, agreementId, day)}>
        {t("matchedDay", { merchant: inLang(lang, merchantName, merchantNameEn), day })}
      </a>
    );
  }
  return <>{t(line.isReturn ? "returnEnd" : "orderEnd", { end: line.orderEnd })}</>;
}
