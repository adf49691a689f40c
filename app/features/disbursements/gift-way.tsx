import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import type { Translate } from "#app/lib/i18n.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flow, type FlowUse } from "#app/ui/flow.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { DonationTrace, GiftUse } from "./trace-queries.server.ts";

/** How many uses are drawn one by one; the table holds all. */
const DRAWN_USES = 6;

/** Every fen of a gift: drawn, then as rows that sum to what was given. */
export function GiftWay({ trace }: { trace: DonationTrace }) {
  const t = useT("gift");
  const lang = useLang();
  const rows = wayRows(trace, t, lang === "en");
  const terms = rows.map((row) =>
    row.amountFen < 0n ? `(${formatFen(row.amountFen)})` : formatFen(row.amountFen),
  );
  return (
    <Section title={t("wayTitle")}>
      <WayFlow trace={trace} />
      <CardsTable
        caption={t("tableCaption")}
        variant="headed"
        className="trailt"
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            key: "way",
            head: t("col_way"),
            cell: (row) => (
              <>
                {row.href ? <a href={row.href}>{row.title}</a> : row.title}
                {row.note ? <small>{row.note}</small> : null}
              </>
            ),
            foot: t("total"),
          },
          {
            key: "day",
            head: t("col_day"),
            className: "num",
            cell: (row) => (row.use ? <DateText value={row.use.at} /> : null),
            foot: "",
          },
          {
            key: "reached",
            head: t("col_reached"),
            cell: (row) => (row.use ? <Reached use={row.use} /> : null),
            foot: "",
          },
          {
            key: "evidence",
            head: t("col_evidence"),
            cell: (row) =>
              row.use && row.use.evidence > 0 ? (
                <a href={`/disbursements/${row.use.disbursementId}#evidence`}>
                  {t("evidence", { count: row.use.evidence })}
                </a>
              ) : null,
            foot: "",
          },
          {
            key: "amount",
            head: t("col_amount"),
            label: t("amountLabel"),
            right: true,
            st: true,
            cell: (row) => <Money fen={row.amountFen} symbol={false} />,
            foot: <Money fen={trace.amountFen} symbol={false} />,
          },
        ]}
      />
      <p className="sum">
        <Phrase
          ns="gift"
          k="sum"
          values={{ terms: terms.join(" + "), amount: formatFen(trace.amountFen) }}
          parts={{ b: <b /> }}
        />
      </p>
      {trace.moves.map((move) => (
        <p key={move.moveId} className="note">
          <Phrase
            ns="gift"
            k="movedOn"
            values={{
              day: shanghaiDay(move.movedAt),
              amount: formatYuan(move.amountFen),
              fund: inLang(lang, move.title, move.titleEn),
            }}
            parts={{ a: <a href={fundHref(move)} /> }}
          />
        </p>
      ))}
    </Section>
  );
}

interface WayRow {
  key: string;
  title: string;
  note?: string;
  href?: string;
  use?: GiftUse;
  amountFen: bigint;
}

function wayRows(trace: DonationTrace, t: ReturnType<typeof useT<"gift">>, isEnglish: boolean): WayRow[] {
  const rows: WayRow[] = [];
  if (trace.feesFen !== 0n) rows.push({ key: "fees", title: t("feeRow"), amountFen: trace.feesFen });
  if (trace.refundedFen !== 0n)
    rows.push({ key: "refunded", title: t("refunded"), amountFen: trace.refundedFen });
  if (trace.coveredFen !== 0n)
    rows.push({ key: "covered", title: t("covered"), amountFen: -trace.coveredFen });
  for (const use of trace.uses) {
    const total = formatFen(use.totalFen);
    rows.push({
      key: use.disbursementId,
      title: isEnglish && use.purposeEn ? use.purposeEn : use.purpose,
      note: [
        use.totalFen === use.amountFen
          ? t("wholeOwn", { total })
          : t("wholeDisbursement", { total, part: formatFen(use.amountFen) }),
        use.returnedFen > 0n ? t("returnedPart", { amount: formatYuan(use.returnedFen) }) : "",
      ].join(""),
      href: `/disbursements/${use.disbursementId}`,
      use,
      amountFen: use.amountFen,
    });
  }
  if (trace.unusedFen > 0n) {
    rows.push({
      key: "unused",
      title: t("unused"),
      note: trace.aheadFen > 0n ? t("unusedBehind", { ahead: formatYuan(trace.aheadFen) }) : t("unusedFirst"),
      amountFen: trace.unusedFen,
    });
  }
  return rows;
}

function Reached({ use }: { use: GiftUse }) {
  const t = useT("gift");
  if (use.amountFen === 0n) return null;
  if (use.deliveredFen === 0n) return <State tone="wait">{t("waitingDelivery")}</State>;
  if (use.deliveredFen < use.amountFen) return <State tone="wait">{t("partDelivered")}</State>;
  return <State tone="done">{reachedWords(t, use)}</State>;
}

/** How many people, where the number may be public. */
function reachedWords(t: Translate<"gift">, { people }: GiftUse): string {
  return people > 0 ? t("reachedPeople", { count: people }) : t("stepDelivered");
}

function WayFlow({ trace }: { trace: DonationTrace }) {
  const t = useT("gift");
  const isEnglish = useLang() === "en";
  const kept = trace.uses.filter(({ amountFen }) => amountFen > 0n);
  const drawn = kept.slice(0, DRAWN_USES);
  const folded = kept.slice(DRAWN_USES);
  const uses: FlowUse[] = drawn.map((use) => {
    const label = isEnglish && use.purposeEn ? use.purposeEn : use.purpose;
    const isReached = use.deliveredFen === use.amountFen;
    return {
      key: use.disbursementId,
      label: shortened(label, isEnglish ? 34 : 18),
      short: shortened(label, isEnglish ? 9 : 4),
      fen: use.amountFen,
      state: isReached ? "reached" : "waiting",
      to: isReached
        ? { label: reachedWords(t, use) }
        : { label: use.deliveredFen > 0n ? t("partDelivered") : t("waitingDelivery") },
    };
  });
  const foldedFen = folded.reduce((sum, use) => sum + use.amountFen, 0n);
  if (foldedFen > 0n)
    uses.push({ key: "more", label: t("more", { count: folded.length }), fen: foldedFen, state: "waiting" });
  if (trace.unusedFen > 0n)
    uses.push({ key: "unused", label: t("unused"), fen: trace.unusedFen, state: "unused" });
  const cutFen = trace.feesFen + trace.refundedFen - trace.coveredFen;
  if (uses.length === 0) return null;
  const parts = uses.map((use) => `${use.label} ${formatYuan(use.fen)}`).join(isEnglish ? "; " : "；");
  return (
    <Flow
      caption={t("flowCaption", { amount: formatYuan(trace.amountFen), parts })}
      source={{ label: t("given"), fen: trace.amountFen }}
      cut={
        cutFen > 0n ? { label: trace.refundedFen > 0n ? t("refunded") : t("fee"), fen: cutFen } : undefined
      }
      arrivedLabel={t("arrived")}
      heads={{ used: t("usedHead"), reached: t("reachedHead") }}
      uses={uses}
    />
  );
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
