import "server-only";
import {
  ApiUnavailable,
  type CarrierAccountView,
  type LabelOption,
  type LabelOptions,
  type LabelView,
  type LabelViewPage,
  Refused,
} from "@globalmarket/api";
import { problemSentence } from "@globalmarket/web/server/problems";
import { privateApi } from "@globalmarket/web/server/site";
import { refusalOf } from "./refusal";

/** The vendor's account at a carrier; before there is one it is not connected. */
export async function getCarrierAccount(): Promise<CarrierAccountView> {
  return (await (await privateApi()).GET("/api/v1/vendor/carrier-account")).data as CarrierAccountView;
}

/** The newest labels of an order's parcels: as many as a page has, which is more than an order has parcels. */
export async function listLabels(orderId: string): Promise<LabelView[]> {
  const params = { path: { vendor_order_id: orderId }, query: { limit: 100 } };
  const { data } = await (await privateApi()).GET("/api/v1/vendor/orders/{vendor_order_id}/labels", { params });
  return (data as LabelViewPage).items;
}

/** The label that was bought for a return; null where there is none. */
export async function findReturnLabel(returnId: string): Promise<LabelView | null> {
  const params = { path: { return_id: returnId } };
  const { data } = await (await privateApi()).GET("/api/v1/vendor/returns/{return_id}/carrier-label", { params });
  return data?.label ?? null;
}

export interface Offered {
  options: LabelOption[];
  /** What stands in the way, and what to do about it; empty where nothing does. */
  problem: string;
}

/** How a parcel of so many grams can be sent to the order's customer. */
export function optionsOfOrder(orderId: string, weight: number): Promise<Offered> {
  return offered(async () => {
    const params = { path: { vendor_order_id: orderId }, query: { weight_g: weight } };
    return (await (await privateApi()).GET("/api/v1/vendor/orders/{vendor_order_id}/label-options", { params })).data;
  });
}

/** How it can come back from the customer. */
export function optionsOfReturn(returnId: string, weight: number): Promise<Offered> {
  return offered(async () => {
    const params = { path: { return_id: returnId }, query: { weight_g: weight } };
    return (await (await privateApi()).GET("/api/v1/vendor/returns/{return_id}/carrier-label-options", { params }))
      .data;
  });
}

async function offered(ask: () => Promise<LabelOptions | undefined>): Promise<Offered> {
  try {
    return { options: (await ask())?.items ?? [], problem: "" };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof ApiUnavailable)) throw error;
    const reason = error instanceof Refused ? await refusalOf(error) : undefined;
    return { options: [], problem: reason ?? (await problemSentence(error)) };
  }
}
