import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("frame");
  return { title: t("not_found"), robots: { index: false } };
}

/** What is sent for an address that has no page: `packages/web/src/faults/missing.ts`. */
export { default } from "../not-found";
