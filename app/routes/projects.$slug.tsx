import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadFundAid } from "#app/features/aid/load-public-aid.server.ts";
import { FundAid } from "#app/features/aid/public-aid.tsx";
import { storiesOf } from "#app/features/aid/story-queries.server.ts";
import { StorySection } from "#app/features/aid/story-section.tsx";
import { fundMeta } from "#app/features/funds/fund-meta.ts";
import { FundPage } from "#app/features/funds/fund-page.tsx";
import { loadFundPage } from "#app/features/funds/load-fund-page.server.ts";
import { loadPublicParts } from "#app/features/projects/public-parts.server.ts";
import { ProjectEvidence, ProjectNotices, ProjectStory } from "#app/features/projects/public-parts.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => [
  ...(fundMeta(matches, data?.fund) ?? []),
  ...(data ? [feedLink(data.fund.slug)] : []),
];

const feedLink = (slug: string) => ({
  tagName: "link",
  rel: "alternate",
  type: "application/atom+xml",
  href: `/projects/${encodeURIComponent(slug)}/feed.atom`,
});

const STORIES = 3;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const now = new Date();
  const page = await loadFundPage("project", params.slug, now);
  const [parts, aid, stories] = await Promise.all([
    loadPublicParts(page.fund, preferencesOf(request, context).lang, page.today),
    loadFundAid(page.fund.id, now),
    storiesOf(page.fund.id, now, STORIES),
  ]);
  return { ...page, parts, aid, stories };
}

export default function ProjectPage() {
  const { parts, aid, stories, ...page } = useLoaderData<typeof loader>();
  return (
    <FundPage
      {...page}
      parts={{
        notices: <ProjectNotices {...parts} />,
        evidence: <ProjectEvidence {...parts} slug={page.fund.slug} />,
        story: <ProjectStory {...parts} />,
      }}
    >
      <FundAid aid={aid} applyHref={`/projects/${page.fund.slug}/apply`} />
      <StorySection stories={stories} />
    </FundPage>
  );
}
