import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermListPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/brands">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("brands.title") };
}

export default async function BrandsPage({ searchParams }: Props) {
  return <TermListPage section="brands" asked={await searchParams} />;
}
