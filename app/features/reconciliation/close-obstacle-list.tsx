import { useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { CloseObstacle } from "./close-obstacles.server.ts";

const PATH = "/workspace/reconciliation";

/** What is missing before a day can be closed, each with the place where it is mended. */
export function ObstacleList({ obstacles, query }: { obstacles: readonly CloseObstacle[]; query: string }) {
  return (
    <ul className="plain">
      {obstacles.map((obstacle) => (
        <li key={JSON.stringify(obstacle, (_key, value) => (typeof value === "bigint" ? `${value}` : value))}>
          <Sentence obstacle={obstacle} query={query} />
        </li>
      ))}
    </ul>
  );
}

function Sentence({ obstacle, query }: { obstacle: CloseObstacle; query: string }) {
  const t = useT("close");
  const tr = useT("reconciliation");
  const source = (name: string): string =>
    name === "alipay-signcustomer" || name === "stripe" ? tr(`source_${name}`) : t("anyBank");
  switch (obstacle.reason) {
    case "day-not-over":
    case "already-closed":
      return <>{t(`obstacle_${obstacle.reason}`)}</>;
    case "earlier-day-open":
      return (
        <>
          {t("obstacle_earlier-day-open", { day: obstacle.day })}{" "}
          <a href={`${PATH}/close/${obstacle.day}${query}`}>{t("obstacleDay")}</a>
        </>
      );
    case "statement-missing":
      return (
        <>
          {t("obstacle_statement-missing", { source: source(obstacle.source), tail: obstacle.accountTail })}{" "}
          <a href={`${PATH}${query}#upload`}>{t("obstacleUpload")}</a>
        </>
      );
    case "statement-gap":
      return (
        <>
          {t("obstacle_statement-gap", {
            source: source(obstacle.source),
            tail: obstacle.accountTail,
            amount: formatYuan(obstacle.gapFen),
          })}{" "}
          <a href={`${PATH}${query}#upload`}>{t("obstacleUpload")}</a>
        </>
      );
    case "not-reconciled":
      return <>{t("obstacle_not-reconciled", { count: obstacle.count })}</>;
    case "breaks-open":
      return (
        <>
          {t("obstacle_breaks-open", { count: obstacle.count })}{" "}
          <a href={`${PATH}/breaks${query}`}>{t("obstacleBreaks")}</a>
        </>
      );
  }
}
