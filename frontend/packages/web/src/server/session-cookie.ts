import "server-only";
import type { SessionTokens } from "@globalmarket/api";
import { ownCookies } from "./own-cookies";
import { cookieOptions, readSession, SESSION_COOKIE, type Session, sessionOf, writeSession } from "./session";

const DEVICE_COOKIE = "gm_device";
const YEAR_S = 365 * 24 * 3600;

export async function findSession(): Promise<Session | null> {
  return readSession((await ownCookies()).get(SESSION_COOKIE)?.value);
}

/** The visitor is logged in from the next call on, and this device is known to the next log-in. */
export async function beginSession(tokens: SessionTokens): Promise<void> {
  const jar = await ownCookies();
  jar.set(SESSION_COOKIE, writeSession(sessionOf(tokens)), cookieOptions());
  if (tokens.device_token) jar.set(DEVICE_COOKIE, tokens.device_token, cookieOptions(YEAR_S));
}

export async function endSession(): Promise<void> {
  (await ownCookies()).delete(SESSION_COOKIE);
}

/** By which the API tells the owner, who mistypes a password here, from strangers who guess it elsewhere. */
export async function deviceToken(): Promise<string> {
  return (await ownCookies()).get(DEVICE_COOKIE)?.value ?? "";
}
