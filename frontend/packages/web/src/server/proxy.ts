import type { MaintenanceNotice, Region } from "@globalmarket/api";
import { findLocale, negotiateLocale } from "@globalmarket/i18n";
import { type NextRequest, NextResponse } from "next/server";
import { closedRetryS } from "../faults/closed";
import { noteFault } from "../faults/noting";
import { environment } from "./environment";
import { HOST_HEADER, LOCALE_COOKIE, LOCALE_HEADER } from "./names";
import { findRegion, hostOf } from "./regions";
import { cookieOptions, isFresh, readSession, refresh, regionOfSession, SESSION_COOKIE, writeSession } from "./session";

interface App {
  /** The first part of the app's hosts, such as `vendor`; empty for the app that has the region's own host. */
  prefix: string;
  policy: (site: { host: string; region: Region; nonce: string }) => string;
  /** For staff, who go on while the region is shut for maintenance. */
  isForStaff?: boolean;
  /** The sentences without a region, and so without a language. */
  words: { unavailable: string; unknown: string };
  /** Where the answer is made, if not at the address that was asked for. */
  rewrite?: (request: NextRequest) => string | null;
}

/** Every page request comes by here first: which region, in which language, with which session, under which policy for scripts. */
export function proxyFor(app: App): (request: NextRequest) => Promise<NextResponse> {
  return async (request) => {
    const host = regionHost(request, app.prefix);
    const region = host && (await findRegion(host).catch(() => "unavailable" as const));
    if (region === "unavailable") return plain(503, app.words.unavailable, { "Retry-After": "5" });
    if (!host || !region) return plain(404, app.words.unknown);

    if (region.maintenance && !app.isForStaff) return closed(region, region.maintenance, app.words.unavailable);

    const [, first] = request.nextUrl.pathname.split("/");
    const locale = findLocale(first, region);
    if (!locale) {
      const chosen = findLocale(request.cookies.get(LOCALE_COOKIE)?.value, region);
      const { tag } = chosen ?? negotiateLocale(request.headers.get("accept-language"), region);
      return toLocale(request, tag);
    }

    const nonce = crypto.randomUUID();
    const policy = app.policy({ host, region, nonce });
    const headers = new Headers(request.headers);
    headers.set(HOST_HEADER, host);
    headers.set(LOCALE_HEADER, locale.tag);
    headers.set("Content-Security-Policy", policy); // where Next reads the nonce for its own scripts
    const cookie = await freshSessionCookie(request, host, region.slug);
    if (cookie !== null) headers.set("cookie", replaceCookie(request, cookie));

    const target = app.rewrite?.(request);
    const response = target
      ? NextResponse.rewrite(new URL(target, request.url), { request: { headers } })
      : NextResponse.next({ request: { headers } });
    response.headers.set("Content-Security-Policy", policy);
    if (cookie === "") response.cookies.delete(SESSION_COOKIE);
    else if (cookie) response.cookies.set(SESSION_COOKIE, cookie, cookieOptions());
    return response;
  };
}

/** The region is shut for maintenance: a page of its own says so (`faults/`), and programs are told when to come back. */
function closed(region: Region, maintenance: MaintenanceNotice, text: string): NextResponse {
  const { texts, expected_end: expectedEnd } = maintenance;
  const { name, timezone: timeZone, default_language: defaultLanguage } = region;
  const retryAfterS = closedRetryS(maintenance, Date.now());
  const notice = { name, texts, expectedEnd, timeZone, defaultLanguage };
  noteFault({ code: "in_maintenance", retryAfterS, notice });
  return plain(503, text, { "Retry-After": String(retryAfterS) });
}

/** The region's own host: what the request's has behind the app's prefix; null if it is not one of the app's. */
function regionHost(request: NextRequest, prefix: string): string | null {
  const asked = hostOf(request.headers.get("host"));
  if (!asked || !prefix) return asked;
  return asked.startsWith(`${prefix}.`) ? hostOf(asked.slice(prefix.length + 1)) : null;
}

/** A new value for the session's cookie; empty if the session has ended or is another region's, null if the cookie is good as it is. */
async function freshSessionCookie(request: NextRequest, host: string, region: string): Promise<string | null> {
  const session = readSession(request.cookies.get(SESSION_COOKIE)?.value);
  if (!session) return null;
  if (regionOfSession(session) !== region) return "";
  if (isFresh(session)) return null;
  try {
    const renewed = await refresh(host, session);
    return renewed ? writeSession(renewed) : "";
  } catch {
    return null; // the API is away; the page says so
  }
}

function replaceCookie(request: NextRequest, value: string): string {
  const others = request.cookies.getAll().filter(({ name }) => name !== SESSION_COOKIE);
  const all = value ? [...others, { name: SESSION_COOKIE, value }] : others;
  return all.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
}

function toLocale(request: NextRequest, tag: string): NextResponse {
  const { pathname, search } = request.nextUrl;
  // The address as the browser knows it: Next's own request address may name another host.
  const origin = `${environment.publicScheme}://${request.headers.get("host")}`;
  const target = new URL(`/${tag}${pathname === "/" ? "" : pathname}${search}`, origin);
  return NextResponse.redirect(target, { status: 307, headers: { Vary: "Accept-Language, Cookie" } });
}

function plain(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", ...headers },
  });
}
