import { OneSavedPage } from "@globalmarket/web/reports/one-saved-page";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { requestFile } from "@/features/reports/actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reports");
  return { title: t("saved.title") };
}

export default async function SavedReportPage({ params, searchParams }: PageProps<"/[locale]/reports/saved/[id]">) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  return (
    <Gate path={`/reports/saved/${id}`} right="see_money">
      {async () => <OneSavedPage side="vendor" id={id} asked={asked} request={requestFile} />}
    </Gate>
  );
}
