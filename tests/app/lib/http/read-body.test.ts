import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { BodyTooLargeError, readBody } from "#app/lib/http/read-body.server.ts";

const body = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

describe("readBody", () => {
  it("gives the bytes as they came, in one piece", async () => {
    expect((await readBody(body("善", "款"), 6)).toString()).toBe("善款");
    expect((await readBody(body("one"), 3)).toString()).toBe("one");
    expect(await readBody(body(), 0)).toHaveLength(0);
  });

  it("stops at the first byte too many, without reading on", async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield Buffer.alloc(1_000);
      }
    }
    await expect(readBody(endless(), 3_999)).rejects.toBeInstanceOf(BodyTooLargeError);
    expect(given).toBe(4);
  });

  it("passes a broken connection on", async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error("connection reset"));
      },
    });
    await expect(readBody(broken, 10)).rejects.toThrow("connection reset");
  });
});
