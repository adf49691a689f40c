import type { MetaFunction } from "@remix-run/node";
import { RulesPage } from "#app/features/disclosures/rules-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = publicPageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("clock")("rulesTitle"),
    (t) => t("clock")("rulesLead"),
  );

export const loader = () => null;

export default RulesPage;
