import "server-only";
import { currentSite, type Site } from "@globalmarket/web/server/site";
import { cache } from "react";

export { patientApi, privateApi, publicApi } from "@globalmarket/web/server/site";

/** The region's shop as this visitor reads it. */
export interface Shop extends Site {
  /** Of the prices: the country's own, where the region sells in it. */
  currency: string;
}

/** The shop of the present request. */
export const currentShop = cache(async (): Promise<Shop> => {
  const site = await currentSite();
  const { region, locale } = site;
  return { ...site, currency: region.country_currencies[locale.country] ?? region.default_currency };
});

/** What prices and availability depend on, as the API's parameters. */
export async function place() {
  const { locale, currency } = await currentShop();
  return { country: locale.country, currency, lang: locale.language };
}
