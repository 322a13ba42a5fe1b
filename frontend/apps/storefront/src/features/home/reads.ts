import "server-only";
import type { HomePage } from "@globalmarket/api";
import { currentShop, publicApi } from "@/server/shop";

/** What the operator has put on the region's home page. */
export async function getHomePage(): Promise<HomePage> {
  const { locale } = await currentShop();
  const api = await publicApi();
  const { data } = await api.GET("/api/v1/store/home", { params: { query: { lang: locale.language } } });
  return data as HomePage;
}
