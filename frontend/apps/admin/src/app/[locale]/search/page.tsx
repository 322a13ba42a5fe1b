import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { readCursor } from "@globalmarket/web/lists/filters";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { Misses } from "@/features/search/misses";
import { Boosts, Pins, Synonyms } from "@/features/search/tuning";
import { Unindexed } from "@/features/search/unindexed";

type Props = PageProps<"/[locale]/search">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("search");
  return { title: t("title") };
}

export default async function SearchPage({ searchParams }: Props) {
  const t = await getTranslations("search");
  const asked = await searchParams;
  return (
    <Gate path="/search" right="edit_catalogue">
      {async () => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={{ saved: t("done.saved"), replayed: t("done.replayed") }} />
          <Unindexed cursor={readCursor(asked)} />
          <Misses />
          <Synonyms />
          <Pins />
          <Boosts />
        </PageFrame>
      )}
    </Gate>
  );
}
