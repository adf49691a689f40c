import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FundList } from "#app/features/funds/fund-list.tsx";
import { loadFundList } from "#app/features/funds/load-fund-list.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-funds" };
export const headers = publicPageHeaders;

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("funds")("kind_consumption"),
    (t) => t("funds")("lead_consumption"),
  );

export function loader({ request }: LoaderFunctionArgs) {
  return loadFundList("consumption", new URL(request.url).searchParams, new Date());
}

export default function ConsumptionList() {
  const t = useT("promises");
  return (
    <FundList {...useLoaderData<typeof loader>()}>
      <p className="more">
        <a href="/streets">{t("seeStreets")}</a>
      </p>
    </FundList>
  );
}
