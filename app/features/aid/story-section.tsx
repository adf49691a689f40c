import { useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Section } from "#app/ui/section.tsx";
import type { PublicStory } from "./story-queries.server.ts";

/** What people who were aided told, in their words, as far as they agreed. Nothing where nobody did. */
export function StorySection({ stories }: { stories: readonly PublicStory[] }) {
  const t = useT("aidConsent");
  if (stories.length === 0) return null;
  return (
    <Section title={t("storiesTitle")} intro={t("storiesIntro")} id="stories">
      {stories.map((story) => (
        <article key={story.id} className="plain story">
          <h3>{story.title}</h3>
          {story.picture ? (
            <img
              src={`/stories/${story.id}/picture`}
              width={story.picture.width}
              height={story.picture.height}
              alt={t("pictureAlt", { title: story.title })}
              loading="lazy"
            />
          ) : null}
          {story.body.split(/\n+/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <p className="note">
            {story.shownName ?? t("unnamed")} · <DateText value={story.publishedAt} />
          </p>
        </article>
      ))}
    </Section>
  );
}
