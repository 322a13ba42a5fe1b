import { ArrangePage } from "@globalmarket/web/reports/home-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { insightParts } from "@/features/insights/parts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("home.title") };
}

export default function HomeWidgetsPage() {
  return (
    <Gate path="/reports/home">
      {async (person) => <ArrangePage side="admin" parts={await insightParts(person)} />}
    </Gate>
  );
}
