import { request } from "node:http";
import { vi } from "vitest";
import { BASE, SHOP_PORT } from "./settings.ts";

const ENOUGH_VENDORS = 2;

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
  const all = { Host: `api.${region}.localhost`, "Content-Type": "application/json", ...headers };
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
  slug: string;
  title: string;
  vendor: string;
}

const found = new Map<string, Promise<Buyable[]>>();

/** Products that can be put into the cart at once, each of another vendor. */
export async function findBuyable(region: string, locale: string, count: number): Promise<Buyable[]> {
  const key = `${region} ${locale}`;
  if (!found.has(key)) found.set(key, listBuyable(region, locale));
  const all = (await found.get(key)) ?? [];
  if (all.length < count) throw new Error(`${region} has no ${count} vendors with such a product`);
  return all.slice(0, count);
}

async function listBuyable(region: string, locale: string): Promise<Buyable[]> {
  const [language, country] = locale.split("-");
  const currency = region === "mena" ? "AED" : "EUR";
  const place = new URLSearchParams({ lang: language ?? "", country: country ?? "", currency });
  const { body } = await callApi(region, `store/products?${place}&in_stock=true&limit=60`);
  const byVendor = new Map<string, Buyable>();
  for (const { slug, title, vendor } of body.items) {
    if (byVendor.has(vendor.slug) || byVendor.size === ENOUGH_VENDORS) continue;
    const { body: product } = await callApi(region, `store/products/${slug}?${place}`);
    const [variant] = product.variants;
    const isSimple = product.variants.length === 1 && variant.price && variant.stock === "in_stock";
    if (isSimple && product.delivery.is_available) byVendor.set(vendor.slug, { slug, title, vendor: vendor.slug });
  }
  return [...byVendor.values()];
}

export interface Found {
  slug: string;
  vendor: { slug: string };
  images: unknown[];
  variants: unknown[];
}

const SEARCH_PATIENCE = { timeout: 100_000, interval: 1_000 };

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
