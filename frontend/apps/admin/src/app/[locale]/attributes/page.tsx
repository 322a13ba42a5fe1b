import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermListPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/attributes">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("attributes.title") };
}

export default async function AttributesPage({ searchParams }: Props) {
  return <TermListPage section="attributes" asked={await searchParams} />;
}
