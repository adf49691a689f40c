import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { State, type Tone } from "#app/ui/state.tsx";
import type { HomeData } from "./load-home.server.ts";

/** Three things anybody can check, each with its state, when that was true, and the way to its rows. */
export function HomeChecks({
  check,
  reconciliation,
  head,
  today,
}: Pick<HomeData, "check" | "reconciliation" | "head" | "today">) {
  const t = useT("home");
  return (
    <section className="check" aria-labelledby="check">
      <div className="wrap">
        <div className="head">
          <h2 id="check">{t("check")}</h2>
          <p>{t("checkIntro")}</p>
        </div>
        <dl>
          <SelfCheck check={check} />
          <Reconciled reconciliation={reconciliation} today={today} />
          <OpenLedger head={head} />
        </dl>
      </div>
    </section>
  );
}

function Item(props: { term: string; tone: Tone; state: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>
        <State tone={props.tone}>{props.state}</State>
      </dd>
      <dd className="asof">{props.children}</dd>
    </div>
  );
}

function SelfCheck({ check }: Pick<HomeData, "check">) {
  const t = useT("home");
  const failed = check?.results.filter((result) => !result.ok).length ?? 0;
  const state = !check
    ? t("selfCheckNone")
    : failed > 0
      ? t("selfCheckBad", { count: failed })
      : t("selfCheckOk", { count: check.results.length });
  return (
    <Item term={t("selfCheck")} tone={!check ? "wait" : failed > 0 ? "bad" : "done"} state={state}>
      {check ? (
        <>
          <DateText value={check.checkedAt} precision="short-minute" />
          {t("selfCheckWhen")}
        </>
      ) : null}
      <a href="/ledger/health">{t("seeChecks")}</a>
    </Item>
  );
}

function Reconciled({ reconciliation, today }: Pick<HomeData, "reconciliation" | "today">) {
  const t = useT("home");
  const { throughDay, openCount, openFen, oldestDay } = reconciliation;
  if (throughDay === null) {
    return (
      <Item term={t("lastReconciliation")} tone="wait" state={t("reconciledNone")}>
        <a href="/reconciliation">{t("seeRuns")}</a>
      </Item>
    );
  }
  if (openCount === 0n || oldestDay === null) {
    return (
      <Item term={t("lastReconciliation")} tone="done" state={t("reconciledClear")}>
        {t("reconciledWhen", { day: throughDay })}
        <a href="/reconciliation">{t("seeRuns")}</a>
      </Item>
    );
  }
  const count = Number(openCount);
  const age = Math.max(1, daysBetween(oldestDay, today));
  return (
    <Item
      term={t("lastReconciliation")}
      tone="warn"
      state={t("reconciledOpen", { count, amount: formatYuan(openFen) })}
    >
      {t("reconciledOldest", { day: throughDay, count: age })}
      <a href="/reconciliation">{t("seeBreaks")}</a>
    </Item>
  );
}

function OpenLedger({ head }: Pick<HomeData, "head">) {
  const t = useT("home");
  const waiting = Number(head.pendingCount);
  return (
    <Item term={t("openLedger")} tone="done" state={t("ledgerRows", { count: Number(head.nextIndex) })}>
      {waiting > 0 ? t("ledgerWaiting", { count: waiting }) : t("ledgerComplete")}
      <a href="/ledger">{t("seeLedger")}</a>
    </Item>
  );
}
