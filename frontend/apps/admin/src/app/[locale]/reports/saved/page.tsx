import { SavedPage } from "@globalmarket/web/reports/saved-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { insightParts } from "@/features/insights/parts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("saved.title") };
}

export default async function SavedReportsPage({ searchParams }: PageProps<"/[locale]/reports/saved">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports/saved">
      {async (person) => <SavedPage side="admin" asked={asked} parts={await insightParts(person)} />}
    </Gate>
  );
}
