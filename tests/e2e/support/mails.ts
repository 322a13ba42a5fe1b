import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { MAIL_FOLDER } from "./settings.ts";

const PATIENCE = { timeout: 120_000, interval: 200 };

/** The shop's link of that path (`/confirm-email`) in the newest mail to `email`, as soon as it is there. */
export function linkInMail(email: string, path: string): Promise<string> {
  return vi.waitFor(() => {
    const found = mails().find((mail) => mail.includes(`To: ${email}\n`) && mail.includes(path));
    const [link] = new RegExp(`http://\\S+${path}\\?\\S+`).exec(found ?? "") ?? [];
    if (!link) throw new Error(`no mail with ${path} to ${email} in ${MAIL_FOLDER}`);
    return link;
  }, PATIENCE);
}

/** Wait for a mail to `email` with these words in it. */
export function mailWith(email: string, text: string): Promise<string> {
  return vi.waitFor(() => {
    const found = mails().find((mail) => mail.includes(`To: ${email}\n`) && plain(mail).includes(text));
    if (!found) throw new Error(`no mail to ${email} with "${text}" in ${MAIL_FOLDER}`);
    return plain(found);
  }, PATIENCE);
}

/** Quoted-printable breaks long lines with "=" and writes "=" as "=3D". */
function plain(mail: string): string {
  return mail.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
}

function mails(): string[] {
  const files = readdirSync(MAIL_FOLDER).map((name) => join(MAIL_FOLDER, name));
  const byAge = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((one, other) => other.at - one.at);
  return byAge.slice(0, 50).map(({ file }) => readFileSync(file, "utf8"));
}
