import { SecurityPage } from "@globalmarket/web/security/security-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";

type Props = PageProps<"/[locale]/security">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("security");
  return { title: t("title") };
}

export default async function Security({ searchParams }: Props) {
  const { done } = await searchParams;
  return <Gate path="/security">{async () => <SecurityPage done={done} />}</Gate>;
}
