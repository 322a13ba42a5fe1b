import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { CalendarX2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RETENTION_RUNS } from "@/features/retention/list";

type Props = PageProps<"/[locale]/jobs/retention">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("retention");
  return { title: t("title") };
}

export default async function RetentionPage({ searchParams }: Props) {
  const t = await getTranslations("retention");
  const jobs = await getTranslations("jobs");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={RETENTION_RUNS}
      asked={asked}
      empty={{ icon: <CalendarX2 />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")} above={<BackLink href={`/${locale.tag}/jobs`}>{jobs("title")}</BackLink>}>
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
        </PageFrame>
      )}
    />
  );
}
