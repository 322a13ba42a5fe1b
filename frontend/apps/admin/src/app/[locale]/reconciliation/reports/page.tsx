import { ListPage } from "@globalmarket/web/lists/list-page";
import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { REPORTS } from "@/features/reconciliation/list";
import { ReconciliationFrame } from "@/features/reconciliation/recon-frame";
import { UploadForm } from "@/features/reconciliation/upload-form";

type Props = PageProps<"/[locale]/reconciliation/reports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("parts.reports") };
}

export default async function ReportsPage({ searchParams }: Props) {
  const t = await getTranslations("reconciliation");
  const asked = await searchParams;
  return (
    <ListPage
      list={REPORTS}
      asked={asked}
      empty={{ icon: <FileText />, title: t("no_reports"), hint: t("no_reports_hint") }}
      frame={(list) => (
        <ReconciliationFrame part="reports">
          <UploadForm />
          {list}
        </ReconciliationFrame>
      )}
    />
  );
}
