import { existsSync } from "node:fs";
import { invariant } from "#app/lib/invariant.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/**
 * The address of one of our own files. The pages are a bundle in build/ while the rest runs from its sources, so
 * a path beside this module would be another one in each: both are found from the folder of package.json.
 */
export function sourceFile(path: string): URL {
  const root = singleton("project-root", () => {
    for (
      let folder = new URL(".", import.meta.url);
      folder.pathname !== "/";
      folder = new URL("..", folder)
    ) {
      if (existsSync(new URL("package.json", folder))) return folder;
    }
    return null;
  });
  invariant(root !== null, "no package.json above this module");
  return new URL(path, root);
}
