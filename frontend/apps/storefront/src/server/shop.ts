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
import { fetchFromApi, internalApiAddress } from "./transport";

/** The region's shop as this visitor reads it. */
export interface Shop {
  host: string;
  /** Of the shop's public addresses, with its port: `https://globalmarket.eu`. */
  origin: string;
  region: Region;
  locale: Locale;
  /** Of the prices: the country's own, where the region sells in it. */
  currency: string;
}

/** The shop of the present request, as the proxy found it out. */
export const currentShop = cache(async (): Promise<Shop> => {
  const sent = await headers();
  const host = sent.get(HOST_HEADER) ?? "";
  const region = await findRegion(host);
  const locale = region && findLocale(sent.get(LOCALE_HEADER) ?? "", region);
  if (!region || !locale) throw new Error("a page was asked for without the proxy");
  const origin = `${environment.publicScheme}://${sent.get("host")}`;
  const currency = region.country_currencies[locale.country] ?? region.default_currency;
  return { host, origin, region, locale, currency };
});

/** For public reads, which the API keeps for all callers: no token goes with them. */
export const publicApi = cache(async (): Promise<Api> => {
  const { host, locale } = await currentShop();
  const caller = await callerHeaders(locale.language);
  return createApi({ baseUrl: internalApiAddress(host), headers: caller, fetch: fetchFromApi });
});

/** For what belongs to the visitor. `secrets` are those of a guest's cart or order. */
export async function privateApi(secrets: Record<string, string> = {}): Promise<Api> {
  const { host, locale } = await currentShop();
  const session = readSession((await ownCookies()).get(SESSION_COOKIE)?.value);
  const caller = await callerHeaders(locale.language);
  const own: Record<string, string> = session ? { Authorization: `Bearer ${session.accessToken}` } : {};
  return createApi({
    baseUrl: internalApiAddress(host),
    headers: { ...caller, ...own, ...secrets },
    fetch: fetchFromApi,
  });
}

/** What prices and availability depend on, as the API's parameters. */
export async function place() {
  const { locale, currency } = await currentShop();
  return { country: locale.country, currency, lang: locale.language };
}

async function callerHeaders(language: string): Promise<Record<string, string>> {
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return { "Accept-Language": language, ...(address ? { "X-Forwarded-For": address } : {}) };
}
