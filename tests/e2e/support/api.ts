import { request } from "node:http";
import { vi } from "vitest";
import { BASE, newAddress, SHOP_PORT } from "./settings.ts";

// Vendors of the demo data, which every fresh marketplace has with a known login; others may have come since. In this order they are used.
const VENDORS: Record<string, string[]> = {
  eu: ["atelier-noord", "maison-tisserand", "waldweg", "papier-en-eik", "voltaro"],
  africa: ["papier-en-eik", "voltaro"],
  mena: ["dar-al-nakhla", "bayt-al-oud", "khayt", "voltaro"],
};

// Of the countries in which the tests buy.
const CURRENCIES: Record<string, string> = { africa: "NGN", mena: "AED" };

interface Answer {
  status: number;
  etag: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they need of it
  body: any;
}

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Call a region's API. Names under .localhost are known to browsers, not to every resolver, so the Host header says the region. */
export function callApi(
  region: string,
  path: string,
  { method = "GET", headers = {}, body }: Call = {},
): Promise<Answer> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const from = { Host: `api.${region}.localhost`, "X-Forwarded-For": newAddress() };
  const all = { ...from, "Content-Type": "application/json", ...headers };
  return new Promise((resolve, reject) => {
    const call = request(
      { host: "127.0.0.1", port: BASE, path: `/api/v1/${path}`, method, headers: all },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            etag: response.headers.etag,
            body: text ? JSON.parse(text) : null,
          }),
        );
      },
    );
    call.on("error", reject);
    call.end(sent);
  });
}

export function shopAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({ host: "127.0.0.1", port: SHOP_PORT, headers: { Host: "eu.localhost" } }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    call.on("error", () => resolve(false));
    call.end();
  });
}

export interface Buyable {
  id: string;
  slug: string;
  title: string;
  vendor: string;
}

/** Products that can be put into the cart at once, each of another vendor, in the vendors' order. */
export async function findBuyable(region: string, locale: string, count: number): Promise<Buyable[]> {
  const all = await listBuyable(region, locale);
  if (all.length < count) throw new Error(`${region} has no ${count} vendors with such a product`);
  return all.slice(0, count);
}

async function listBuyable(region: string, locale: string): Promise<Buyable[]> {
  const [language, country] = locale.split("-");
  const currency = CURRENCIES[region] ?? "EUR";
  const place = new URLSearchParams({ lang: language ?? "", country: country ?? "", currency });
  const all = await Promise.all((VENDORS[region] ?? []).map((vendor) => firstOf(region, vendor, place)));
  return all.filter((one) => one !== null);
}

/** The vendor's first product that needs no choice, and of which there are more than a few: the tests before have bought some. */
async function firstOf(region: string, vendor: string, place: URLSearchParams): Promise<Buyable | null> {
  const { body } = await callApi(region, `store/products?${place}&vendor=${vendor}&in_stock=true&limit=20`);
  for (const { slug, title, variant_count } of body.items ?? []) {
    if (variant_count !== 1) continue;
    const { body: product } = await callApi(region, `store/products/${slug}?${place}`);
    if (product.delivery.is_available && product.variants[0].stock === "in_stock")
      return { id: product.id, slug, title, vendor };
  }
  return null;
}

export interface Found {
  slug: string;
  vendor: { slug: string };
  images: unknown[];
  variants: unknown[];
}

const SEARCH_PATIENCE = { timeout: 540_000, interval: 1_000 };

/** A product of which that is so, as soon as there is one: after a first start its pictures are still being drawn. */
export function findProduct(region: string, fits: (product: Found) => boolean): Promise<Found> {
  return vi.waitFor(async () => {
    const { body } = await callApi(region, "store/products?limit=100");
    for (const { slug } of body.items) {
      const { body: product } = await callApi(region, `store/products/${slug}`);
      if (product.images && fits(product)) return product;
    }
    throw new Error(`${region} has no such product among the first ${body.items.length}`);
  }, SEARCH_PATIENCE);
}
