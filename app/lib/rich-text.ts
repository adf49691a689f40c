/** The elements that text written by people may have; nothing else ever reaches a page. */
export const RICH_TAGS = [
  "p",
  "br",
  "strong",
  "em",
  "ul",
  "ol",
  "li",
  "blockquote",
  "h3",
  "h4",
  "a",
] as const;
export type RichTag = (typeof RICH_TAGS)[number];

/** Text, or an element of the closed list. As plain data it goes from the loader to the page, which makes elements of it. */
export type RichNode = string | { tag: RichTag; href?: string; children: RichNode[] };

/** What every link that people write says: we do not vouch for it, and it learns nothing of the page before. */
export const RICH_LINK_REL = "nofollow noopener noreferrer";
