import { ReportFilesPage } from "@globalmarket/web/reports/files-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { insightParts } from "@/features/insights/parts";
import { listFiles } from "@/features/reports/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("files") };
}

export default async function FilesPage({ searchParams }: PageProps<"/[locale]/reports/files">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports/files">
      {async (person) => <ReportFilesPage asked={asked} parts={await insightParts(person)} list={listFiles} />}
    </Gate>
  );
}
