import { findLocale } from "@globalmarket/i18n";
import { fetchFromApi, internalApiAddress } from "@globalmarket/web/server/transport";
import { findMachineShop, noShop } from "@/server/machine";

/** What is sold to a country, in a language, for Google Merchant Center: `/feeds/google/nl-BE.xml`. Passed on as the API makes it. */
export async function GET(request: Request, { params }: RouteContext<"/feeds/google/[file]">): Promise<Response> {
  const shop = await findMachineShop(request);
  const [tag, suffix] = (await params).file.split(".");
  const locale = shop && suffix === "xml" ? findLocale(tag, shop.region) : null;
  if (!shop || !locale) return noShop();
  const currency = shop.region.country_currencies[locale.country] ?? shop.region.default_currency;
  const query = new URLSearchParams({ lang: locale.language, country: locale.country, currency });
  const feed = await fetchFromApi(
    new Request(`${internalApiAddress(shop.host)}/api/v1/store/feeds/google.xml?${query}`),
  );
  return new Response(feed.body, {
    status: feed.status,
    headers: { "Content-Type": "application/xml; charset=utf-8" },
  });
}
