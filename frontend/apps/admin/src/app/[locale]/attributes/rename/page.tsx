import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermPage } from "@/features/terms/term-pages";

type Props = PageProps<"/[locale]/attributes/rename">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("terms");
  return { title: t("attributes.one") };
}

export default async function RenameAttributesPage({ searchParams }: Props) {
  return <TermPage section="attributes" asked={await searchParams} />;
}
