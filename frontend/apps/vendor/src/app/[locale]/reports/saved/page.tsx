import { SavedPage } from "@globalmarket/web/reports/saved-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("saved.title") };
}

export default async function SavedReportsPage({ searchParams }: PageProps<"/[locale]/reports/saved">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports/saved" right="see_money">
      {async () => <SavedPage side="vendor" asked={asked} />}
    </Gate>
  );
}
