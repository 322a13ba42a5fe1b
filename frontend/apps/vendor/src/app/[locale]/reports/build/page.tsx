import { BuildPage } from "@globalmarket/web/reports/build-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { requestFile } from "@/features/reports/actions";
import { readBuilt, readCatalogue } from "@/features/reports/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("build.title") };
}

export default async function BuildReportPage({ searchParams }: PageProps<"/[locale]/reports/build">) {
  const asked = await searchParams;
  return (
    <Gate path="/reports/build" right="see_money">
      {async () => (
        <BuildPage
          side="vendor"
          asked={asked}
          catalogue={await readCatalogue()}
          read={readBuilt}
          request={requestFile}
        />
      )}
    </Gate>
  );
}
