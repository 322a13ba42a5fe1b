import "server-only";
import type { SessionTokens } from "@globalmarket/api";
import { ownCookies } from "./own-cookies";
import { cookieOptions, readSession, refresh, SESSION_COOKIE, type Session, sessionOf, writeSession } from "./session";
import { currentSite } from "./site";

const DEVICE_COOKIE = "gm_device";
const CHALLENGE_COOKIE = "gm_challenge";
const YEAR_S = 365 * 24 * 3600;
const CHALLENGE_LIFE_S = 10 * 60; // as the API keeps it

export async function findSession(): Promise<Session | null> {
  return readSession((await ownCookies()).get(SESSION_COOKIE)?.value);
}

/** The visitor is logged in from the next call on, and this device is known to the next log-in. */
export async function beginSession(tokens: SessionTokens): Promise<void> {
  const jar = await ownCookies();
  jar.set(SESSION_COOKIE, writeSession(sessionOf(tokens)), cookieOptions());
  jar.delete(CHALLENGE_COOKIE);
  if (tokens.device_token) jar.set(DEVICE_COOKIE, tokens.device_token, cookieOptions(YEAR_S));
}

/** New tokens at once, which say what has changed about the person's session. */
export async function renewSession(): Promise<void> {
  const session = await findSession();
  const renewed = session && (await refresh((await currentSite()).host, session));
  if (renewed) (await ownCookies()).set(SESSION_COOKIE, writeSession(renewed), cookieOptions());
}

export async function endSession(): Promise<void> {
  (await ownCookies()).delete(SESSION_COOKIE);
}

/** By which the API tells the owner, who mistypes a password here, from strangers who guess it elsewhere. */
export async function deviceToken(): Promise<string> {
  return (await ownCookies()).get(DEVICE_COOKIE)?.value ?? "";
}

/** The password was right: what the API wants back with the code that has to follow. */
export async function keepChallenge(challenge: string): Promise<void> {
  (await ownCookies()).set(CHALLENGE_COOKIE, challenge, cookieOptions(CHALLENGE_LIFE_S));
}

export async function findChallenge(): Promise<string | undefined> {
  return (await ownCookies()).get(CHALLENGE_COOKIE)?.value;
}
