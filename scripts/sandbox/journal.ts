import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** One line of the journal: table, row id, and the row (absent when the row was removed). */
type Entry = { t: string; id: string; v?: unknown };

/** Amounts are bigint in memory and decimal strings in the file; the key's ending tells which is which. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? item.toString() : item));
}

export function decode<T>(text: string): T {
  return JSON.parse(text, (key, item) =>
    key.endsWith("Fen") && typeof item === "string" ? BigInt(item) : item,
  ) as T;
}

/**
 * An append-only file of row versions, the whole memory of the sandbox. Lines written in one turn of the event loop go
 * out in one write; `flushed()` resolves when everything appended so far is in the file, so an answer given after it
 * survives a kill. A half-written last line (a crash) is dropped on reading.
 */
export class Journal {
  private pending: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  private scheduled = false;
  private failure: unknown = null;

  private constructor(private readonly handle: Awaited<ReturnType<typeof open>>) {}

  /** Reads the rows back, rewrites the file without outdated versions (atomically) and opens it for appending. */
  static async open(
    path: string,
    restore: (entry: Entry) => void,
    snapshot: () => Iterable<Entry>,
  ): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    let count = 0;
    for (const line of (await readFile(path, "utf8").catch(emptyWhenMissing)).split("\n")) {
      const entry = parseEntry(line);
      if (!entry) continue;
      count += 1;
      restore(entry);
    }
    if (count > 0) await rewrite(path, snapshot());
    return new Journal(await open(path, "a", 0o600));
  }

  append(entry: Entry): void {
    this.pending.push(encode(entry));
    if (this.scheduled) return;
    this.scheduled = true;
    this.writing = this.writing
      .then(() => new Promise((resolve) => setImmediate(resolve)))
      .then(() => this.write());
  }

  private async write(): Promise<void> {
    const lines = this.pending;
    this.pending = [];
    this.scheduled = false;
    if (lines.length === 0 || this.failure) return;
    try {
      await this.handle.appendFile(`${lines.join("\n")}\n`);
    } catch (error) {
      this.failure = error;
    }
  }

  async flushed(): Promise<void> {
    await this.writing;
    if (this.failure) throw new Error("the journal cannot be written", { cause: this.failure });
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.handle.close();
  }
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}

function parseEntry(line: string): Entry | null {
  if (line === "") return null;
  try {
    return decode<Entry>(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function rewrite(path: string, entries: Iterable<Entry>): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const handle = await open(draft, "w", 0o600);
  let lines: string[] = [];
  for (const entry of entries) {
    lines.push(encode(entry));
    if (lines.length < 2000) continue;
    await handle.appendFile(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) await handle.appendFile(`${lines.join("\n")}\n`);
  await handle.sync();
  await handle.close();
  await rename(draft, path);
}
