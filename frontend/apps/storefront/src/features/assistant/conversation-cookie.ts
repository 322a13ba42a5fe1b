import "server-only";
import { ownCookies } from "@globalmarket/web/server/own-cookies";
import { cookieOptions } from "@globalmarket/web/server/session";

const COOKIE = "gm_conversation";
const BETWEEN = ".";

export interface Opened {
  id: string;
  secret: string;
}

/** The conversation that this browser has begun. */
export async function findOpened(): Promise<Opened | null> {
  const [id, secret] = ((await ownCookies()).get(COOKIE)?.value ?? "").split(BETWEEN);
  return id && secret ? { id, secret } : null;
}

export async function rememberOpened({ id, secret }: Opened): Promise<void> {
  (await ownCookies()).set(COOKIE, `${id}${BETWEEN}${secret}`, cookieOptions());
}

export async function forgetOpened(): Promise<void> {
  (await ownCookies()).delete(COOKIE);
}
