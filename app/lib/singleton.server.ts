/**
 * One instance per process, however often a module is loaded: the server is run by Node while the pages
 * are a bundle of their own, and both must share one pool.
 */
export function singleton<T>(name: string, make: () => T): T {
  const store = globalThis as typeof globalThis & { __mingshan?: Map<string, unknown> };
  store.__mingshan ??= new Map();
  if (!store.__mingshan.has(name)) store.__mingshan.set(name, make());
  return store.__mingshan.get(name) as T;
}
