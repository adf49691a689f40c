import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { OwnGift } from "./queries.server.ts";

/** The gifts of the person who is signed in, each a link to its way. */
export function OwnGiftsSection({ gifts, next }: { gifts: readonly OwnGift[]; next: string | null }) {
  const t = useT("gift");
  const isEnglish = useLang() === "en";
  return (
    <Section title={t("ownTitle")}>
      <CardsTable
        caption={t("ownTitle")}
        variant="headed"
        rows={gifts}
        rowKey={(gift) => gift.id}
        empty={
          <EmptyState title={t("ownEmpty")} action={{ href: "/projects", label: t("ownEmptyAction") }}>
            {t("ownEmptyText")}
          </EmptyState>
        }
        columns={[
          {
            key: "fund",
            head: t("to"),
            cell: (gift) => <a href={`/donations/${gift.id}`}>{isEnglish ? gift.titleEn : gift.title}</a>,
          },
          { key: "day", head: t("col_day"), cell: (gift) => <DateText value={gift.createdAt} /> },
          { key: "state", head: t("ownState"), cell: (gift) => <GiftState gift={gift} /> },
          {
            key: "amount",
            head: t("amountLabel"),
            right: true,
            st: true,
            cell: (gift) => <Money fen={gift.amountFen} />,
          },
        ]}
      />
      {gifts.length === 0 ? null : (
        <p className="acts">
          <a href="/account/statement">{t("ownStatement")}</a>
        </p>
      )}
      {next ? <Pagination previous={null} next={next} /> : null}
    </Section>
  );
}

function GiftState({ gift }: { gift: OwnGift }) {
  const t = useT("gift");
  if (gift.isSettled) return <State tone="done">{t("stepSettled")}</State>;
  if (gift.isPaid) return <State tone="done">{t("stepPaid")}</State>;
  return <State tone="wait">{gift.isClosed ? t("ownClosed") : t("stepPaidWait")}</State>;
}
