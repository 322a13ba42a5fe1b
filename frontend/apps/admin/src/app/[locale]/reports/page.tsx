import { ReportPage } from "@globalmarket/web/reports/report-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { insightParts } from "@/features/insights/parts";
import { requestFile } from "@/features/reports/actions";
import { readCatalogue, readReport } from "@/features/reports/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("title") };
}

export default async function ReportsPage({ searchParams }: PageProps<"/[locale]/reports">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports">
      {async (person) => (
        <ReportPage
          side="admin"
          asked={asked}
          catalogue={await readCatalogue()}
          parts={await insightParts(person)}
          read={readReport}
          request={requestFile}
        />
      )}
    </Gate>
  );
}
