import "server-only";
import { type Api, createApi, type Region } from "@globalmarket/api";
import { findLocale, type Locale } from "@globalmarket/i18n";
import { headers } from "next/headers";
import { cache } from "react";
import { environment } from "./environment";
import { HOST_HEADER, LOCALE_HEADER } from "./names";
import { ownCookies } from "./own-cookies";
import { findRegion } from "./regions";
import { readSession, SESSION_COOKIE } from "./session";
import { fetchFromApi, fetchPatiently, internalApiAddress } from "./transport";

/** A region's web app as this visitor reads it. */
export interface Site {
  /** The region's own host, without port: that of its shop, below which the API and the other apps have theirs. */
  host: string;
  /** Of this app's public addresses, with its port: `https://globalmarket.eu`. */
  origin: string;
  region: Region;
  locale: Locale;
}

/** The site of the present request, as the proxy found it out. */
export const currentSite = cache(async (): Promise<Site> => {
  const sent = await headers();
  const host = sent.get(HOST_HEADER) ?? "";
  const region = await findRegion(host);
  const locale = region && findLocale(sent.get(LOCALE_HEADER) ?? "", region);
  if (!region || !locale) throw new Error("a page was asked for without the proxy");
  const origin = `${environment.publicScheme}://${sent.get("host")}`;
  return { host, origin, region, locale };
});

/** For public reads, which the API keeps for all callers: no token goes with them. */
export const publicApi = cache(async (): Promise<Api> => apiWith({}));

/** For what belongs to the person who is logged in. `secrets` are those of a guest's cart or order. */
export async function privateApi(secrets: Record<string, string> = {}): Promise<Api> {
  return apiWith({ ...(await ownHeaders()), ...secrets });
}

/** For a person's reports and files, or an assistant's answer, which take the API longer than a page may: complete within two minutes. */
export async function patientApi(secrets: Record<string, string> = {}): Promise<Api> {
  return apiWith({ ...(await ownHeaders()), ...secrets }, fetchPatiently);
}

async function ownHeaders(): Promise<Record<string, string>> {
  const session = readSession((await ownCookies()).get(SESSION_COOKIE)?.value);
  return session ? { Authorization: `Bearer ${session.accessToken}` } : {};
}

async function apiWith(more: Record<string, string>, fetch = fetchFromApi): Promise<Api> {
  const { host, locale } = await currentSite();
  const headers = { ...(await callerHeaders(locale.language)), ...more };
  return createApi({ baseUrl: internalApiAddress(host), headers, fetch });
}

/** Who calls through this app: the API limits calls by the visitor's address, and a person's list of sessions names the visitor's browser. */
async function callerHeaders(language: string): Promise<Record<string, string>> {
  const sent = await headers();
  const address = sent.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const browser = sent.get("user-agent");
  return {
    "Accept-Language": language,
    ...(address ? { "X-Forwarded-For": address } : {}),
    ...(browser ? { "User-Agent": browser } : {}),
  };
}
