import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PictureForm } from "@/features/search/picture-form";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("search");
  const { region } = await currentShop();
  return { title: t("picture.title"), description: `${t("picture.title")} · ${region.name}`, robots: { index: false } };
}

export default async function PictureSearchPage() {
  const t = await getTranslations("search");
  const { region } = await currentShop();
  if (!region.features.picture_search) notFound();
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-6 px-4 py-6">
      <h1 className="font-bold text-3xl tracking-tight">{t("picture.title")}</h1>
      <PictureForm
        words={{
          choose: t("picture.choose"),
          hint: t("picture.hint"),
          submit: t("picture.submit"),
          searching: t("picture.searching"),
          chosen: t("picture.chosen"),
        }}
      />
    </div>
  );
}
