import { Done } from "@globalmarket/web/forms/done";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Globe } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { REGIONS } from "@/features/regions/list";

type Props = PageProps<"/[locale]/regions">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("regions");
  return { title: t("title") };
}

export default async function RegionsPage({ searchParams }: Props) {
  const t = await getTranslations("regions");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={REGIONS}
      asked={asked}
      empty={{ icon: <Globe />, title: t("none"), hint: t("hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={{ withdrawn: t("done.withdrawn") }} />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          <Link href={`/${locale.tag}/regions/new`} className="self-start underline underline-offset-4">
            {t("new")}
          </Link>
          {list}
        </PageFrame>
      )}
    />
  );
}
