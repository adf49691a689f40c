import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import type { AnnouncementView, CellView, PublicBatch } from "./batch-queries.server.ts";
import type { ProgrammeView } from "./programme-queries.server.ts";
import { bandText } from "./programme-terms.tsx";

export interface PublicAid {
  programmes: ProgrammeView[];
  announcements: AnnouncementView[];
  batches: PublicBatch[];
  today: string;
}

/** What a project gives people directly: how to apply, what is announced, what was paid. Nothing if it gives none. */
export function FundAid({ aid, applyHref }: { aid: PublicAid; applyHref: string | null }) {
  const t = useT("aid");
  const lang = useLang();
  const { programmes, announcements, batches, today } = aid;
  if (programmes.length + announcements.length + batches.length === 0) return null;
  return (
    <Section title={t("publicTitle")} intro={t("publicIntro")} id="aid">
      {applyHref && programmes.length > 0 ? (
        <ul>
          {programmes.map((programme) => (
            <li key={programme.id}>
              <a href={`${applyHref}?programme=${programme.id}`}>
                {t("applyFor", { programme: inLang(lang, programme.title, programme.titleEn) })}
              </a>{" "}
              {bandText(programme.lowFen, programme.highFen)}
            </li>
          ))}
        </ul>
      ) : null}
      {announcements.map((one) => (
        <Announcement key={one.id} announcement={one} today={today} />
      ))}
      {batches.map((batch) => (
        <Batch key={batch.disbursementId} batch={batch} />
      ))}
    </Section>
  );
}

function Announcement({ announcement, today }: { announcement: AnnouncementView; today: string }) {
  const t = useT("aid");
  const lang = useLang();
  const isOpen = announcement.objectionUntil >= today;
  return (
    <div className="aid-notice">
      <h3>
        {t("noticeTitle", {
          programme: inLang(lang, announcement.programmeTitle, announcement.programmeTitleEn),
        })}
      </h3>
      <p>
        {t(isOpen ? "noticeOpen" : "noticeOver")} <DateText value={announcement.objectionUntil} />
        {isOpen && announcement.contact !== "" ? ` · ${announcement.contact}` : ""}
      </p>
      <CellTable cells={announcement.cells} caption={t("noticeCaption")} />
    </div>
  );
}

function Batch({ batch }: { batch: PublicBatch }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <div className="aid-notice">
      <h3>
        <a href={`/disbursements/${batch.disbursementId}`}>
          {t("batchTitle", { programme: inLang(lang, batch.programmeTitle, batch.programmeTitleEn) })}
        </a>
      </h3>
      <BatchSay batch={batch} />
      {batch.cells.length > 0 ? <CellTable cells={batch.cells} caption={t("batchCaption")} /> : null}
    </div>
  );
}

function BatchSay({ batch }: { batch: PublicBatch }) {
  const t = useT("aid");
  return (
    <p>
      {batch.paidAt ? (
        <>
          {t("paidOn")} <DateText value={batch.paidAt} />
          {" · "}
        </>
      ) : null}
      {batch.cells.length === 0 ? t("fewer") : t(batch.deliveredAt ? "exactNow" : "rangeYet")}
      {batch.medianDays === null ? null : ` ${t("medianDays", { count: batch.medianDays })}`}
    </p>
  );
}

/** A number of people: exact, or the range that stands for it. */
export function peopleText(cell: Pick<CellView, "peopleFrom" | "peopleTo">): string {
  return cell.peopleFrom === cell.peopleTo ? String(cell.peopleFrom) : `${cell.peopleFrom}–${cell.peopleTo}`;
}

function CellTable({ cells, caption }: { cells: readonly CellView[]; caption: string }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <CardsTable
      caption={caption}
      variant="duo"
      rows={cells}
      rowKey={(cell) => `${cell.divisionName}-${cell.peopleFrom}-${cell.lowFen}`}
      columns={[
        {
          key: "area",
          head: t("area"),
          cell: (cell) =>
            cell.divisionName
              ? inLang(lang, cell.divisionName, cell.divisionNameEn ?? "")
              : t("severalPlaces"),
        },
        { key: "people", head: t("people"), right: true, cell: (cell) => peopleText(cell) },
        {
          key: "band",
          head: t("bandHead"),
          right: true,
          cell: (cell) => bandText(cell.lowFen, cell.highFen),
        },
      ]}
    />
  );
}

/** On the page of one payment: that it is aid, to how many and where. */
export function DisbursementAid({ batch }: { batch: PublicBatch | null }) {
  const t = useT("aid");
  if (!batch) return null;
  return (
    <Section title={t("paymentTitle")} intro={t("publicRule")} id="aid">
      <BatchSay batch={batch} />
      {batch.cells.length > 0 ? <CellTable cells={batch.cells} caption={t("batchCaption")} /> : null}
    </Section>
  );
}
