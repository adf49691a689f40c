import type { Journal } from "./journal.ts";

/** Rows by id in order of first insertion, each version journalled, with one optional grouping index. */
export class Table<Row> {
  private readonly rows = new Map<string, Row>();
  private readonly groups = new Map<string, Set<string>>();
  private journal: Journal | null = null;

  constructor(
    readonly name: string,
    private readonly groupOf?: (row: Row) => string,
  ) {}

  attach(journal: Journal): void {
    this.journal = journal;
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  /** Adds or replaces a row. Rows are values: change one by putting a copy. */
  put(id: string, row: Row): Row {
    this.restore(id, row);
    this.journal?.append({ t: this.name, id, v: row });
    return row;
  }

  remove(id: string): void {
    this.restore(id, undefined);
    this.journal?.append({ t: this.name, id });
  }

  restore(id: string, row: Row | undefined): void {
    const before = this.rows.get(id);
    if (before !== undefined && this.groupOf) this.groups.get(this.groupOf(before))?.delete(id);
    if (row === undefined) {
      this.rows.delete(id);
      return;
    }
    this.rows.set(id, row);
    if (!this.groupOf) return;
    const group = this.groupOf(row);
    const ids = this.groups.get(group);
    if (ids) ids.add(id);
    else this.groups.set(group, new Set([id]));
  }

  all(): Row[] {
    return [...this.rows.values()];
  }

  /** The rows of one group, in the order in which they joined it. */
  inGroup(group: string): Row[] {
    return [...(this.groups.get(group) ?? [])].map((id) => this.rows.get(id)!);
  }

  get size(): number {
    return this.rows.size;
  }

  *entries(): Iterable<{ t: string; id: string; v: Row }> & Generator<{ t: string; id: string; v: Row }> {
    for (const [id, v] of this.rows) yield { t: this.name, id, v };
  }
}
