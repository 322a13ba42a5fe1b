import { ShortcutPage } from "@globalmarket/web/palette/shortcut-page";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { openPages } from "@/features/frame/open-pages";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("palette");
  return { title: t("shortcuts") };
}

export default async function ShortcutsPage() {
  const person = await requirePerson("/shortcuts");
  return <ShortcutPage pages={await openPages(person)} />;
}
