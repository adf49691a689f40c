/** Any address that no other route knows: the root's error page says so, in the reader's language. */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

export default function Unknown() {
  return null;
}
