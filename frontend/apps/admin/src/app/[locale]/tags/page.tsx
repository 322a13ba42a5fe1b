import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermListPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/tags">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("tags.title") };
}

export default async function TagsPage({ searchParams }: Props) {
  return <TermListPage section="tags" asked={await searchParams} />;
}
