import "server-only";
import {
  type CategoryBranch,
  type ProductCard,
  type ProductDetail,
  type ProductList,
  Refused,
  type VendorPage,
} from "@globalmarket/api";
import { answerOr } from "@globalmarket/web/server/problems";
import { notFound } from "next/navigation";
import { cache } from "react";
import { currentShop, place, publicApi } from "@/server/shop";
import type { Filters } from "./filters";

/** The shop's categories as a tree. */
export const categoryTree = cache(async (): Promise<CategoryBranch[]> => {
  const api = await publicApi();
  const { data } = await api.GET("/api/v1/store/categories", { params: { query: await place() } });
  return data?.items ?? [];
});

/** A category with those above it, the highest first; 404 if there is none. */
export async function categoryPath(slug: string): Promise<CategoryBranch[]> {
  return pathTo(slug, await categoryTree()) ?? notFound();
}

/** A page of products that meet the filters; `fixed` are those that the page itself sets. */
export async function listProducts(filters: Filters, fixed: Record<string, string[]> = {}): Promise<ProductList> {
  const api = await publicApi();
  const here = await place();
  const query = { ...here, ...filters.forApi(here.currency), ...fixed };
  const { data } = await api.GET("/api/v1/store/products", { params: { query } });
  return data as ProductList;
}

/** 404 if there is no such product on sale. */
export const getProduct = cache(async (slug: string): Promise<ProductDetail> => {
  const api = await publicApi();
  const { data } = await orNotFound(
    api.GET("/api/v1/store/products/{slug}", { params: { path: { slug }, query: await place() } }),
  );
  return data as ProductDetail;
});

/** What a preview's link shows: 404 if it opens nothing, null if its time is over. */
export async function findPreview(token: string): Promise<ProductDetail | null> {
  const api = await publicApi();
  try {
    const params = { path: { token }, query: await place() };
    const { data } = await orNotFound(api.GET("/api/v1/store/product-previews/{token}", { params }));
    return data as ProductDetail;
  } catch (error) {
    if (error instanceof Refused && error.status === 410) return null;
    throw error;
  }
}

/** 404 if there is no such product on sale. */
export async function listSimilar(slug: string): Promise<ProductCard[]> {
  const api = await publicApi();
  const query = { ...(await place()), limit: 6 };
  const { data } = await orNotFound(
    api.GET("/api/v1/store/products/{slug}/similar", { params: { path: { slug }, query } }),
  );
  return data?.items ?? [];
}

/**
 * What customers buy in one order with a product: nothing where that is not known, since what is like it has a row of its own, or where it
 * cannot be read now.
 */
export async function listBoughtTogether(slug: string): Promise<ProductCard[]> {
  const api = await publicApi();
  const query = { ...(await place()), limit: 6, fallback: false };
  const call = api.GET("/api/v1/store/products/{slug}/also-bought", { params: { path: { slug }, query } });
  const items = call.then(({ data }) => (data?.basis === "bought_together" ? data.items : []));
  return answerOr([], items);
}

/** What looks like a product's first picture; nothing where the region does not compare pictures, or it cannot be read now. */
export async function listLooksAlike(slug: string): Promise<ProductCard[]> {
  const { region } = await currentShop();
  if (!region.features.picture_search) return [];
  const api = await publicApi();
  const query = { ...(await place()), limit: 12 };
  const call = api.GET("/api/v1/store/products/{slug}/looks-alike", { params: { path: { slug }, query } });
  return answerOr(
    [],
    call.then(({ data }) => data?.items ?? []),
  );
}

/** What is bought most in these days, in the reader's country; nothing where it cannot be read now. */
export async function listTrending(): Promise<ProductCard[]> {
  const api = await publicApi();
  const query = { ...(await place()), limit: 8 };
  const call = api.GET("/api/v1/store/trending", { params: { query } });
  return answerOr(
    [],
    call.then(({ data }) => data?.items ?? []),
  );
}

/** 404 if there is no such vendor that sells. */
export const getVendor = cache(async (slug: string): Promise<VendorPage> => {
  const api = await publicApi();
  const { data } = await orNotFound(
    api.GET("/api/v1/store/vendors/{slug}", { params: { path: { slug }, query: await place() } }),
  );
  return data as VendorPage;
});

async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

function pathTo(slug: string, branches: CategoryBranch[]): CategoryBranch[] | null {
  for (const branch of branches) {
    if (branch.slug === slug) return [branch];
    const below = pathTo(slug, branch.children);
    if (below) return [branch, ...below];
  }
  return null;
}
