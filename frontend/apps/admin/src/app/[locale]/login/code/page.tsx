import { EnterCode } from "@globalmarket/web/auth/code-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { enterCode } from "@/features/auth/actions";

type Props = PageProps<"/[locale]/login/code">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("security");
  return { title: t("code.title") };
}

export default async function CodePage({ searchParams }: Props) {
  const { next } = await searchParams;
  return <EnterCode action={enterCode} next={next} />;
}
