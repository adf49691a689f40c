/** Stops on a broken assumption. For bugs only: expected refusals are returned, not thrown. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${why}`);
}
