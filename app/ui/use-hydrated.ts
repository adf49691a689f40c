import { useSyncExternalStore } from "react";

function never(): () => void {
  return () => undefined;
}

/** False on the server and where no script runs; true once the page is alive. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
