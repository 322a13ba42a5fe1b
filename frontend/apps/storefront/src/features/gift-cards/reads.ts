import "server-only";
import { type GiftCardOffer, type GiftCardPurchaseDetail, Refused } from "@globalmarket/api";
import { notFound } from "next/navigation";
import { currentShop, privateApi } from "@/server/shop";

/** What can be bought in the currency of the shop's prices; null if the region sells none. */
export async function findOffer(): Promise<GiftCardOffer | null> {
  const { currency, locale } = await currentShop();
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/store/gift-card-offers", { headers: { "Accept-Language": locale.language } });
  return data?.items.find(({ most }) => most.currency === currency) ?? null;
}

/** A page of the gift cards that the customer has bought, newest first. */
export async function listGiftCards(cursor?: string) {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/store/gift-cards", { params: { query: { cursor } } });
  return { items: data?.items ?? [], next_cursor: data?.next_cursor };
}

/** 404 if the customer has bought no such card. */
export async function getGiftCard(id: string): Promise<GiftCardPurchaseDetail> {
  const api = await privateApi();
  try {
    const { data } = await api.GET("/api/v1/store/gift-cards/{purchase_id}", { params: { path: { purchase_id: id } } });
    return data as GiftCardPurchaseDetail;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}
