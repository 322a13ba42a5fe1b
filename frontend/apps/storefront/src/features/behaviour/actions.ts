"use server";

import { Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { currentShop, privateApi } from "@/server/shop";
import { findVisitor, forgetVisitor, keepVisitor } from "./visitor-cookie";

/** The visitor agrees to be counted; the API records to which words. */
export async function agreeToCounting(): Promise<void> {
  const t = await getTranslations("behaviour");
  const { locale } = await currentShop();
  if (await findVisitor()) return;
  const { data } = await (await privateApi()).POST("/api/v1/store/visitors", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { text: t("text"), language: locale.language },
  });
  if (data) await keepVisitor(data.id);
}

/** The visitor says no, or takes a yes back: what was counted in this browser is deleted. */
export async function refuseCounting(): Promise<void> {
  const visitor = await findVisitor();
  if (visitor) await deleteVisitor(visitor);
  await forgetVisitor();
}

async function deleteVisitor(id: string): Promise<void> {
  try {
    await (await privateApi()).DELETE("/api/v1/store/visitors/{visitor_id}", { params: { path: { visitor_id: id } } });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error; // a 404: it is deleted already
  }
}
