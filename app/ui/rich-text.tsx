import { createElement, type ReactNode } from "react";
import { RICH_LINK_REL, type RichNode } from "#app/lib/rich-text.ts";

/** Text that people wrote, out of the tree that the server made of it: elements of a closed list, never HTML. */
export function RichText({
  nodes,
  className = "plain rich",
}: {
  nodes: readonly RichNode[];
  className?: string;
}) {
  return <div className={className}>{elementsOf(nodes)}</div>;
}

function elementsOf(nodes: readonly RichNode[]): ReactNode[] {
  return nodes.map((node, at) => {
    // The text never changes under the reader, so its place is a good key.
    const key = `${at}`;
    if (typeof node === "string") return node;
    if (node.tag === "br") return <br key={key} />;
    const link = node.tag === "a" ? { href: node.href, rel: RICH_LINK_REL } : {};
    return createElement(node.tag, { key, ...link }, ...elementsOf(node.children));
  });
}
