import { ReportPage } from "@globalmarket/web/reports/report-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { requestFile } from "@/features/reports/actions";
import { readCatalogue, readReport } from "@/features/reports/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("title") };
}

export default async function ReportsPage({ searchParams }: PageProps<"/[locale]/reports">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports" right="see_money">
      {async () => (
        <ReportPage
          side="vendor"
          asked={asked}
          catalogue={await readCatalogue()}
          read={readReport}
          request={requestFile}
        />
      )}
    </Gate>
  );
}
