import { db } from "#app/lib/db.server.ts";

/**
 * Whether the role we are connected as could change or empty a table that nobody may change: its owner, a
 * superuser, or a role with too many grants.
 */
export async function couldChange(table: string): Promise<boolean> {
  const [answer] = await db.rows<{ could: boolean }>(
    `select has_table_privilege($1, 'update') or has_table_privilege($1, 'delete')
            or has_table_privilege($1, 'truncate') as could`,
    [table],
  );
  return answer?.could ?? true;
}
