import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MOVEMENTS } from "@/features/stock/list";

type Props = PageProps<"/[locale]/stock/movements">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stock");
  return { title: t("movements") };
}

export default async function MovementsPage({ searchParams }: Props) {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={MOVEMENTS}
      asked={asked}
      empty={{ icon: <History />, title: t("no_movements"), hint: t("no_movements_hint") }}
      frame={(list) => (
        <PageFrame above={<BackLink href={`/${locale.tag}/stock`}>{t("title")}</BackLink>} title={t("movements")}>
          {list}
        </PageFrame>
      )}
    />
  );
}
