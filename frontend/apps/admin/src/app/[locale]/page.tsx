import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WorkTiles } from "@/features/today/tiles";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("today");
  return { title: t("title") };
}

export default async function TodayPage() {
  const person = await requirePerson("");
  const t = await getTranslations("today");
  return (
    <PageFrame title={t("hello", { name: person.name })}>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <WorkTiles person={person} />
      </ul>
    </PageFrame>
  );
}
