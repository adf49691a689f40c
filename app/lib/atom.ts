/** One entry of a feed. Its id never changes; `updatedAt` does when it is corrected. */
export interface AtomEntry {
  id: string;
  title: string;
  href: string;
  publishedAt: Date;
  updatedAt: Date;
  /** Sanitized HTML. */
  contentHtml: string;
}

export interface AtomFeed {
  id: string;
  title: string;
  subtitle: string;
  /** The page that it follows, and the feed itself. */
  href: string;
  selfHref: string;
  language: string;
  author: string;
  /** For a feed without entries. */
  since: Date;
  /** Newest first. */
  entries: readonly AtomEntry[];
}

/** A feed as RFC 4287 has it. */
export function atomText(feed: AtomFeed): string {
  const updatedAt = new Date(
    Math.max(feed.since.getTime(), ...feed.entries.map((entry) => entry.updatedAt.getTime())),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(feed.language)}">`,
    element("id", feed.id),
    element("title", feed.title),
    element("subtitle", feed.subtitle),
    element("updated", updatedAt.toISOString()),
    `<link rel="alternate" type="text/html" href="${escaped(feed.href)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(feed.selfHref)}"/>`,
    `<author>${element("name", feed.author)}</author>`,
    ...feed.entries.map(entryText),
    "</feed>",
    "",
  ].join("\n");
}

function entryText(entry: AtomEntry): string {
  return [
    "<entry>",
    element("id", entry.id),
    element("title", entry.title),
    `<link rel="alternate" type="text/html" href="${escaped(entry.href)}"/>`,
    element("published", entry.publishedAt.toISOString()),
    element("updated", entry.updatedAt.toISOString()),
    `<content type="html">${escaped(entry.contentHtml)}</content>`,
    "</entry>",
  ].join("\n");
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML knows no control characters but tab and line breaks, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
