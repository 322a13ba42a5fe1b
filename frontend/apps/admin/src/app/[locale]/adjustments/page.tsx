import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { BadgeEuro } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ADJUSTMENT_STATES } from "@/features/adjustments/filters";
import { ADJUSTMENTS } from "@/features/adjustments/list";

type Props = PageProps<"/[locale]/adjustments">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adjustments");
  return { title: t("title") };
}

export default async function AdjustmentsPage({ searchParams }: Props) {
  const t = await getTranslations("adjustments");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const make = (
    <Link href={`/${locale.tag}/adjustments/new`} className={buttonClass("primary")}>
      {t("new")}
    </Link>
  );
  return (
    <ListPage
      list={ADJUSTMENTS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: ADJUSTMENT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "vendor_id", type: "id", label: t("vendor") },
      ]}
      empty={{ icon: <BadgeEuro />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")} actions={make}>
          {list}
        </PageFrame>
      )}
    />
  );
}
