import { Listing } from "@globalmarket/web/frame/listing";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { listReports } from "@/features/reconciliation/reads";
import { ReconciliationFrame } from "@/features/reconciliation/recon-frame";
import { ReportTable } from "@/features/reconciliation/report-table";
import { UploadForm } from "@/features/reconciliation/upload-form";

type Props = PageProps<"/[locale]/reconciliation/reports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("parts.reports") };
}

export default async function ReportsPage({ searchParams }: Props) {
  const t = await getTranslations("reconciliation");
  const { locale } = await currentSite();
  const cursor = readCursor(await searchParams);
  return (
    <Gate path="/reconciliation/reports" right="handle_money">
      {async (person) => {
        const { items, next_cursor } = await listReports(cursor);
        return (
          <ReconciliationFrame part="reports">
            <UploadForm />
            <Listing
              here={`/${locale.tag}/reconciliation/reports`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <FileText />, title: t("no_reports"), hint: t("no_reports_hint") }}
            >
              {items.length > 0 && <ReportTable reports={items} person={person} />}
            </Listing>
          </ReconciliationFrame>
        );
      }}
    </Gate>
  );
}
