import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { freePort } from "#scripts/services/ports.ts";
import { sendMailJob } from "#workers/send-mail.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const received: Email[] = [];
let refusal: Error | null = null;
let server: SMTPServer;

beforeAll(async () => {
  const port = await freePort();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refusal) return done(refusal);
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          received.push(mail);
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  Object.assign(env(), { SMTP_URL: `smtp://127.0.0.1:${port}` });
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
beforeEach(() => {
  received.length = 0;
  refusal = null;
});

const write = () =>
  transaction((tx) =>
    requestMail(
      tx,
      { recipient: "lei@example.org", subject: "登录\r\nBcc: all@example.org", text: "您好" },
      NOW,
    ),
  );
const send = (mailId: string) =>
  sendMailJob({ mailId }, { now: NOW, signal: new AbortController().signal, log });

describe("sending a mail", () => {
  it("happens once, however often and at once it is tried", async () => {
    const mailId = await write();
    await Promise.all([send(mailId), send(mailId), send(mailId)]);
    await send(mailId);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      to: [{ address: "lei@example.org" }],
      from: { name: "明善", address: "noreply@example.org" },
      subject: "登录 Bcc: all@example.org",
      messageId: `<${mailId}@127.0.0.1>`,
    });
    expect(received[0]?.bcc).toBeUndefined();
    expect(received[0]?.text?.trim()).toBe("您好");
    const [row] = await db.rows<{ sentAt: Date }>(`select sent_at as "sentAt" from outgoing_mail`);
    expect(row?.sentAt).toEqual(NOW);
  });

  it("fails loudly when the server refuses, and works the next time", async () => {
    const mailId = await write();
    refusal = new Error("try later");
    await expect(send(mailId)).rejects.toThrow("try later");
    refusal = null;
    await send(mailId);
    expect(received).toHaveLength(1);
  });

  it("does nothing for a mail that was pruned", async () => {
    await send("00000000-0000-4000-8000-000000000000");
    expect(received).toEqual([]);
  });
});
