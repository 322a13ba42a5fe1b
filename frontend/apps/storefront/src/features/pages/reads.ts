import "server-only";
import { type PageDetail, type PageLink, Refused } from "@globalmarket/api";
import { notFound } from "next/navigation";
import { cache } from "react";
import { currentShop, publicApi } from "@/server/shop";

/** The operator's pages of help and terms, in the order in which they are linked. */
export async function listPages(): Promise<PageLink[]> {
  const { locale } = await currentShop();
  const api = await publicApi();
  const { data } = await api.GET("/api/v1/store/pages", { params: { query: { lang: locale.language } } });
  return data?.items ?? [];
}

/** 404 if there is no such page. */
export const getPage = cache(async (slug: string): Promise<PageDetail> => {
  const { locale } = await currentShop();
  const api = await publicApi();
  try {
    const params = { path: { slug }, query: { lang: locale.language } };
    return (await api.GET("/api/v1/store/pages/{slug}", { params })).data as PageDetail;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
});
