import "server-only";
import type { AccessToken, SessionTokens } from "@globalmarket/api";
import { SUPPORT_COOKIE } from "./names";
import { ownCookies } from "./own-cookies";
import { cookieOptions, readSession, refresh, SESSION_COOKIE, type Session, sessionOf, writeSession } from "./session";
import { currentSite } from "./site";

const DEVICE_COOKIE = "gm_device";
const CHALLENGE_COOKIE = "gm_challenge";
const NO_REFRESH = "none";
const PASSKEY_COOKIE = "gm_passkey";
const COOKIE_BYTES = 3500; // browsers keep no cookie above 4096
const YEAR_S = 365 * 24 * 3600;
const CHALLENGE_LIFE_S = 10 * 60; // as the API keeps it

export async function findSession(): Promise<Session | null> {
  return readSession((await ownCookies()).get(SESSION_COOKIE)?.value);
}

/** The visitor is logged in from the next call on, and this device is known to the next log-in. */
export async function beginSession(tokens: SessionTokens): Promise<void> {
  const jar = await ownCookies();
  jar.set(SESSION_COOKIE, writeSession(sessionOf(tokens)), cookieOptions());
  jar.delete(SUPPORT_COOKIE);
  jar.delete(CHALLENGE_COOKIE);
  jar.delete(PASSKEY_COOKIE);
  if (tokens.device_token) jar.set(DEVICE_COOKIE, tokens.device_token, cookieOptions(YEAR_S));
}

/** New tokens at once, which say what has changed about the person's session. */
export async function renewSession(): Promise<void> {
  const session = await findSession();
  const renewed = session && (await refresh((await currentSite()).host, session));
  if (renewed) (await ownCookies()).set(SESSION_COOKIE, writeSession(renewed), cookieOptions());
}

/** Another access token of the same session. */
export async function renewAccess(token: AccessToken): Promise<void> {
  const session = await findSession();
  if (!session) return;
  const renewed = sessionOf({ ...token, refresh_token: session.refreshToken });
  (await ownCookies()).set(SESSION_COOKIE, writeSession(renewed), cookieOptions());
}

/** A member of staff sees the shop as a customer from now on. Nothing refreshes it: it ends with its token. */
export async function beginSupportView(token: AccessToken): Promise<void> {
  const session = sessionOf({ ...token, refresh_token: NO_REFRESH });
  const jar = await ownCookies();
  jar.set(SESSION_COOKIE, writeSession(session), cookieOptions(token.expires_in_s));
  const until = String(session.accessExpiresAt);
  jar.set(SUPPORT_COOKIE, until, { ...cookieOptions(token.expires_in_s), httpOnly: false }); // the banner is a script's
}

export async function endSession(): Promise<void> {
  const jar = await ownCookies();
  jar.delete(SESSION_COOKIE);
  jar.delete(SUPPORT_COOKIE);
}

/** By which the API tells the owner, who mistypes a password here, from strangers who guess it elsewhere. */
export async function deviceToken(): Promise<string> {
  return (await ownCookies()).get(DEVICE_COOKIE)?.value ?? "";
}

/** The password was right: what the API wants back with the second factor, and what a browser asks for a passkey by. */
export async function keepChallenge(challenge: string, passkeyOptions: string | null): Promise<void> {
  const jar = await ownCookies();
  jar.set(CHALLENGE_COOKIE, challenge, cookieOptions(CHALLENGE_LIFE_S));
  const fits = passkeyOptions !== null && encodeURIComponent(passkeyOptions).length <= COOKIE_BYTES;
  if (fits) jar.set(PASSKEY_COOKIE, passkeyOptions, cookieOptions(CHALLENGE_LIFE_S));
  else jar.delete(PASSKEY_COOKIE); // a code is asked for instead
}

export async function findPasskeyOptions(): Promise<string | undefined> {
  return (await ownCookies()).get(PASSKEY_COOKIE)?.value;
}

export async function findChallenge(): Promise<string | undefined> {
  return (await ownCookies()).get(CHALLENGE_COOKIE)?.value;
}
