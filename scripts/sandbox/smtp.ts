import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { SandboxState } from "./state.ts";

export type Mail = {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  links: string[];
};

const KEPT = 500;
const LARGEST = 5 * 1024 * 1024;

/** Takes every mail that the site sends and keeps the newest few hundred; nothing leaves the machine. */
export async function startSmtp(
  state: SandboxState,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    size: LARGEST,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: "site" }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const recipients = session.envelope.rcptTo.map((address) => address.address);
        keepMail(state, Buffer.concat(chunks), recipients).then(() => done(), done);
      });
    },
  });
  server.on("error", (error) => process.stderr.write(`sandbox smtp: ${error.message}\n`));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function keepMail(state: SandboxState, raw: Buffer, recipients: string[]): Promise<void> {
  const mail = await PostalMime.parse(raw);
  const text = mail.text ?? (mail.html ?? "").replace(/<[^>]*>/g, " ");
  const links = new Set(
    `${text}\n${(mail.html ?? "").replaceAll("&amp;", "&")}`.match(/https?:\/\/[^\s"'<>）)]+/g) ?? [],
  );
  const id = randomUUID();
  state.tables.mails.put(id, {
    id,
    at: state.now().toISOString(),
    from: mail.from?.address ?? "",
    to: recipients,
    subject: mail.subject ?? "",
    text: text.trim(),
    html: mail.html ?? null,
    links: [...links],
  });
  const surplus = state.tables.mails.all().slice(0, Math.max(0, state.tables.mails.size - KEPT));
  for (const old of surplus) state.tables.mails.remove(old.id);
  await state.flushed();
}
