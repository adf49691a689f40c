import type { FundFigures } from "#app/features/funds/figures.ts";
import { FundRows } from "#app/features/funds/fund-list.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import type { PublicDivision } from "#app/features/regions/queries.server.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import type { RegionData, RegionSums, RegionsData } from "./load-regions.server.ts";
import { SumsSay } from "./sums-say.tsx";

const regionHref = (division: PublicDivision): string => `/regions/${division.code}`;

/** Every county with the sums of the funds in it. */
export function RegionsPage({ rows, total, fundCount, hasCity, asOf }: RegionsData) {
  const t = useT("organizations");
  return (
    <div className="wrap">
      <h1>{t("regions")}</h1>
      <p className="lead">{t("regionsLead")}</p>
      <AsOf at={asOf} />
      <div className="section-body">
        <RegionTable rows={rows} own={null} total={{ figures: total, fundCount }} />
      </div>
      {hasCity ? <p className="note after">{t("totalNote")}</p> : null}
    </div>
  );
}

/** One place: its sums, the places within, its funds and its organizations. */
export function RegionPage({
  above,
  sums,
  own,
  children,
  funds,
  nextCursor,
  organizations,
  asOf,
}: RegionData) {
  const t = useT("organizations");
  const lang = useLang();
  const { division } = sums;
  const crumbs = above
    .filter(({ level }) => level !== "province")
    .reverse()
    .map((place) => ({ href: regionHref(place), label: inLang(lang, place.name, place.nameEn) }));
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/regions", label: t("regions") }, ...crumbs]} />
      <div className="answer">
        <h1>
          <span className="name">{inLang(lang, division.name, division.nameEn)}</span>
        </h1>
        <p className="say">
          <SumsSay figures={sums.figures} fundCount={sums.fundCount} />
        </p>
        <AsOf at={asOf} />
      </div>
      {children.length === 0 ? null : (
        <Section
          title={t("towns")}
          intro={
            division.unitsAdministered === null
              ? undefined
              : t("townsIntro", { count: division.unitsAdministered })
          }
        >
          <RegionTable rows={children} own={own} total={sums} />
        </Section>
      )}
      <Section title={t("regionFunds")}>
        {funds.length === 0 ? <p className="note">{t("sayNothing")}</p> : <FundRows funds={funds} within />}
        {nextCursor ? <p className="note">{t("moreFunds", { count: funds.length })}</p> : null}
      </Section>
      {organizations.length === 0 ? null : (
        <Section title={t("regionOrganizations")}>
          <ul className="plain">
            {organizations.map((organization) => (
              <li key={organization.id}>
                <a href={`/organizations/${organization.slug}`}>
                  {inLang(lang, organization.name, organization.nameEn)}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function RegionTable(props: {
  rows: readonly RegionSums[];
  own: RegionSums | null;
  total: { figures: FundFigures; fundCount: number };
}) {
  const { rows, own, total } = props;
  const t = useT("organizations");
  const lang = useLang();
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  const all = own ? [own, ...rows] : rows;
  return (
    <CardsTable
      caption={t("regionsCaption")}
      variant="duo"
      rows={all}
      rowKey={(row) => (row === own ? "own" : row.division.code)}
      empty={<p className="note">{t("noRegions")}</p>}
      columns={[
        {
          key: "name",
          head: t("regionName"),
          cell: (row) =>
            row === own ? (
              t(row.division.level === "county" ? "countyLevel" : "ownLevel")
            ) : (
              <a href={regionHref(row.division)}>{inLang(lang, row.division.name, row.division.nameEn)}</a>
            ),
          foot: t("total"),
        },
        { key: "count", head: t("count"), right: true, cell: (row) => row.fundCount, foot: total.fundCount },
        {
          key: "raised",
          head: t("raisedYuan"),
          right: true,
          cell: (row) => money(row.figures.raisedFen),
          foot: money(total.figures.raisedFen),
        },
        {
          key: "used",
          head: t("usedYuan"),
          right: true,
          cell: (row) => money(row.figures.disbursedFen),
          foot: money(total.figures.disbursedFen),
        },
        {
          key: "delivered",
          head: t("deliveredYuan"),
          right: true,
          cell: (row) => money(row.figures.deliveredFen),
          foot: money(total.figures.deliveredFen),
        },
      ]}
    />
  );
}
