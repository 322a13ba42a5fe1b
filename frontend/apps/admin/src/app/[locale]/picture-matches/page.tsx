import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Images } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MATCH_DONE, MATCH_STATES } from "@/features/picture-matches/filters";
import { PICTURE_MATCHES } from "@/features/picture-matches/list";

type Props = PageProps<"/[locale]/picture-matches">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("picture-matches");
  return { title: t("title") };
}

export default async function PictureMatchesPage({ searchParams }: Props) {
  const t = await getTranslations("picture-matches");
  const asked = await searchParams;
  return (
    <ListPage
      list={PICTURE_MATCHES}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: MATCH_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <Images />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={Object.fromEntries(MATCH_DONE.map((name) => [name, t(`done.${name}`)]))} />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
        </PageFrame>
      )}
    />
  );
}
