import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { TrendingUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FORECASTS } from "@/features/reorder/list";
import { TermsForm } from "@/features/reorder/terms-form";

type Props = PageProps<"/[locale]/stock/reorder">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reorder");
  return { title: t("title") };
}

export default async function ReorderPage({ searchParams }: Props) {
  const t = await getTranslations("reorder");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={FORECASTS}
      asked={asked}
      fields={[{ name: "due", type: "select", label: t("show"), options: [{ value: "true", label: t("due") }] }]}
      empty={{ icon: <TrendingUp />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_due"), hint: t("none_due_hint") }}
      frame={(list) => (
        <PageFrame above={<BackLink href={`/${locale.tag}/stock`}>{t("to_stock")}</BackLink>} title={t("title")}>
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <TermsForm />
        </PageFrame>
      )}
    />
  );
}
