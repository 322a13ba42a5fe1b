import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { HomeWidgets } from "@globalmarket/web/reports/widgets";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getOverview } from "@/features/today/reads";
import { SalesDays } from "@/features/today/sales-days";
import { SalesTiles, WorkTiles } from "@/features/today/tiles";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("today");
  return { title: t("title") };
}

export default async function TodayPage() {
  const person = await requirePerson("");
  const t = await getTranslations("today");
  const overview = await getOverview();
  return (
    <PageFrame title={t("hello", { name: person.name })}>
      <ul className="grid gap-4 empty:hidden sm:grid-cols-2 xl:grid-cols-4">
        <SalesTiles overview={overview} />
      </ul>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <WorkTiles person={person} overview={overview} />
      </ul>
      <HomeWidgets side="admin" />
      <SalesDays sales={overview.sales} />
    </PageFrame>
  );
}
