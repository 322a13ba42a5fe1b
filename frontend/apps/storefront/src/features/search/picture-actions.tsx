"use server";

import { Refused } from "@globalmarket/api";
import { problemSentence } from "@globalmarket/web/server/problems";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ProductGrid } from "@/features/catalog/product-grid";
import { place, publicApi } from "@/server/shop";

/** What a search by picture has found, or why it found nothing. */
export interface FoundByPicture {
  kind: "success" | "problem";
  message: string;
  /** Another one for each answer, so that the focus moves although the words are the same. */
  attempt: string;
  products?: ReactNode;
}

/** Products that look like the picture in the form. It goes to the region's API and is kept nowhere. */
export async function searchByPicture(_before: FoundByPicture | null, form: FormData): Promise<FoundByPicture> {
  const t = await getTranslations("search");
  const attempt = crypto.randomUUID();
  const file = form.get("file");
  if (!(file instanceof File) || !file.size) return { kind: "problem", message: t("picture.choose"), attempt };
  try {
    const api = await publicApi();
    const { data } = await api.POST("/api/v1/store/picture-searches", {
      params: { query: { ...(await place()), limit: 24 } },
      body: { file: "" },
      bodySerializer: () => {
        const body = new FormData();
        body.set("file", file, "picture");
        return body;
      },
    });
    const items = data?.items ?? [];
    const message = t("picture.found", { count: items.length });
    return { kind: "success", message, attempt, products: <ProductGrid products={items} inView={8} /> };
  } catch (error) {
    const [first] = error instanceof Refused ? (error.problem.errors ?? []) : [];
    return { kind: "problem", message: first?.message ?? (await problemSentence(error)), attempt };
  }
}
