import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/brands/rename">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("brands.one") };
}

export default async function RenameBrandsPage({ searchParams }: Props) {
  return <TermPage section="brands" asked={await searchParams} />;
}
