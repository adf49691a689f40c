import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DisclosurePage } from "#app/features/disclosures/disclosure-page.tsx";
import { findDisclosure } from "#app/features/disclosures/queries.server.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(
    matches,
    (t, lang) => (data ? inLang(lang, data.task.title, data.task.titleEn) : t("disclosures")("title")),
    (t, lang) =>
      t("disclosures")("metaDescription", {
        title: data ? inLang(lang, data.task.title, data.task.titleEn) : "",
      }),
  );

export async function loader({ params }: LoaderFunctionArgs) {
  const found = await findDisclosure(params.id ?? "");
  if (!found) throw new Response(null, { status: 404 });
  return { ...found, today: shanghaiDay(new Date()) };
}

export default function Disclosure() {
  return <DisclosurePage {...useLoaderData<typeof loader>()} />;
}
