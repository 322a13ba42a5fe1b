import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/tags/rename">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("tags.one") };
}

export default async function RenameTagsPage({ searchParams }: Props) {
  return <TermPage section="tags" asked={await searchParams} />;
}
