import "server-only";
import { createApi, Refused } from "@globalmarket/api";
import { environment } from "./environment";
import { fetchFromApi, internalApiAddress } from "./transport";

/** What the cookie of a person who is logged in holds. Page scripts never see it. */
export interface Session {
  accessToken: string;
  /** Milliseconds since 1970. */
  accessExpiresAt: number;
  refreshToken: string;
}

export const SESSION_COOKIE = "gm_session";
const REFRESH_BEFORE_MS = 60_000;
const SESSION_LIFE_S = 30 * 24 * 3600; // the API decides when it ends; the cookie must not end before
const REMEMBERED_MS = 60_000;

/** Cookies of ours: for this host alone, not for scripts, not sent by other sites' forms. */
export function cookieOptions(maxAge = SESSION_LIFE_S) {
  return { httpOnly: true, sameSite: "lax" as const, secure: environment.publicScheme === "https", path: "/", maxAge };
}

export function readSession(cookie: string | undefined): Session | null {
  const [accessToken, expires, refreshToken] = (cookie ?? "").split("|");
  if (!accessToken || !expires || !refreshToken) return null;
  return { accessToken, accessExpiresAt: Number(expires), refreshToken };
}

export function writeSession(session: Session): string {
  return [session.accessToken, session.accessExpiresAt, session.refreshToken].join("|");
}

/** The session in the API's answer to a login or a refresh. */
export function sessionOf(tokens: { access_token: string; expires_in_s: number; refresh_token: string }): Session {
  return {
    accessToken: tokens.access_token,
    accessExpiresAt: Date.now() + tokens.expires_in_s * 1000,
    refreshToken: tokens.refresh_token,
  };
}

export function isFresh(session: Session): boolean {
  return session.accessExpiresAt - REFRESH_BEFORE_MS > Date.now();
}

/**
 * The region that the session's token is for, as the API wrote it into it; null for what is no token of the API's.
 *
 * Nothing is decided by it but whether the token is worth sending: another region's API refuses it, and with it all that a guest may do.
 */
export function regionOfSession({ accessToken }: Session): string | null {
  const [, claims = ""] = accessToken.split(".");
  try {
    return JSON.parse(Buffer.from(claims, "base64url").toString()).ten ?? null;
  } catch {
    return null;
  }
}

const refreshes = new Map<string, Promise<Session | null>>();

/**
 * New tokens for those that are about to end; null if the session has ended.
 *
 * A refresh token works once, and one that comes back ends its session. So the requests of all tabs share one refresh, and
 * one that still has the old cookie gets the tokens that its sibling got.
 *
 * @throws ApiUnavailable: the session may still be good
 */
export function refresh(host: string, session: Session): Promise<Session | null> {
  const known = refreshes.get(session.refreshToken);
  if (known) return known;
  const asked = ask(host, session.refreshToken);
  refreshes.set(session.refreshToken, asked);
  const forget = () => refreshes.delete(session.refreshToken);
  asked.then(() => setTimeout(forget, REMEMBERED_MS).unref(), forget);
  return asked;
}

async function ask(host: string, refreshToken: string): Promise<Session | null> {
  const api = createApi({ baseUrl: internalApiAddress(host), headers: {}, fetch: fetchFromApi });
  try {
    const { data } = await api.POST("/api/v1/auth/refresh", { body: { refresh_token: refreshToken } });
    return data ? sessionOf(data) : null;
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return null;
    throw error;
  }
}
