import MarkdownIt, { type Token } from "markdown-it";
import sanitizeHtml from "sanitize-html";
import { invariant } from "#app/lib/invariant.ts";
import { RICH_LINK_REL, RICH_TAGS, type RichNode, type RichTag } from "#app/lib/rich-text.ts";

/**
 * A small part of Markdown: paragraphs, line breaks, two levels of headings, emphasis, lists, quotes and links.
 * HTML is text, pictures are not part of it (they have a form of their own), and deep nesting stays text.
 */
const markdown = new MarkdownIt("zero", { html: false, breaks: true, linkify: false, maxNesting: 20 }).enable(
  ["heading", "list", "blockquote", "emphasis", "link", "newline", "escape"],
);

/** Text as somebody wrote it → a tree of the closed list of elements. Never throws: whatever it is, it is shown. */
export function richText(source: string): RichNode[] {
  const root: RichNode[] = [];
  buildTree(markdown.parse(source, {}), root);
  return root;
}

/**
 * The same as HTML, for feeds. Made of the tree, so nothing else can be in it, and sanitized all the same: a feed's
 * reader is not behind our content security policy.
 */
export function richTextHtml(source: string): string {
  return sanitizeHtml(richText(source).map(htmlOf).join(""), {
    allowedTags: [...RICH_TAGS],
    allowedAttributes: { a: ["href", "rel"] },
    allowedSchemes: ["http", "https", "mailto"],
  });
}

/** The words alone, on one line, for a description or a list. */
export function richTextWords(source: string): string {
  const wordsOf = (node: RichNode): string =>
    typeof node === "string" ? node : node.tag === "br" ? " " : `${node.children.map(wordsOf).join("")} `;
  return richText(source).map(wordsOf).join("").replace(/\s+/g, " ").trim();
}

function buildTree(tokens: readonly Token[], root: RichNode[]): void {
  const open: RichNode[][] = [root];
  const here = () => open.at(-1) ?? root;
  for (const token of tokens) {
    if (token.type === "inline") buildTree(token.children ?? [], here());
    else if (token.type === "text") here().push(...(token.content === "" ? [] : [token.content]));
    else if (token.type === "hardbreak" || token.type === "softbreak")
      here().push({ tag: "br", children: [] });
    else if (token.nesting === 1) {
      const element = elementOf(token);
      if (element) here().push(element);
      // Where there is no element, its words go to what stands around it.
      open.push(element ? element.children : here());
    } else if (token.nesting === -1) {
      open.pop();
      invariant(open.length > 0, "an element of the text closes that was not open");
    } else here().push(token.content);
  }
}

/** The element, empty so far; null for the paragraph of a tight list and for a link that leads nowhere safe. */
function elementOf(token: Token): Exclude<RichNode, string> | null {
  if (token.hidden) return null;
  const tag = tagOf(token.tag);
  if (tag !== "a") return { tag, children: [] };
  const href = safeHref(String(token.attrGet("href") ?? ""));
  return href === null ? null : { tag, href, children: [] };
}

/** The page has its own first two levels of headings. */
function tagOf(tag: string): RichTag {
  if (tag === "h1" || tag === "h2") return "h3";
  if (/^h[3-6]$/.test(tag)) return "h4";
  return (RICH_TAGS as readonly string[]).includes(tag) ? (tag as RichTag) : "p";
}

/** A page of this site, or of the web, or an address to write to; null for anything else. */
function safeHref(href: string): string | null {
  if (/^\/(?![/\\])/.test(href)) return href;
  return /^(https?:\/\/|mailto:)/i.test(href) ? href : null;
}

function htmlOf(node: RichNode): string {
  if (typeof node === "string") return escaped(node);
  if (node.tag === "br") return "<br>";
  const attributes = node.href === undefined ? "" : ` href="${escaped(node.href)}" rel="${RICH_LINK_REL}"`;
  return `<${node.tag}${attributes}>${node.children.map(htmlOf).join("")}</${node.tag}>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
