import { countryName } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Truck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CoverageTable } from "@/features/shipping/coverage-table";
import { SHIPPING_DONE } from "@/features/shipping/filters";
import { SHIPPING } from "@/features/shipping/list";

type Props = PageProps<"/[locale]/shipping">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shipping");
  return { title: t("title") };
}

export default async function ShippingPage({ searchParams }: Props) {
  const t = await getTranslations("shipping");
  const { locale, region } = await currentSite();
  const asked = await searchParams;
  const countries = region.countries.map((value) => ({ value, label: countryName(value, locale.language) }));
  return (
    <ListPage
      list={SHIPPING}
      asked={asked}
      fields={[
        { name: "vendor_id", type: "id", label: t("vendor") },
        { name: "country", type: "select", label: t("country"), options: countries },
        {
          name: "is_active",
          type: "select",
          label: t("state"),
          options: [
            { value: "true", label: t("active") },
            { value: "false", label: t("inactive") },
          ],
        },
      ]}
      empty={{ icon: <Truck />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done
            asked={asked.done}
            messages={Object.fromEntries(SHIPPING_DONE.map((name) => [name, t(`done.${name}`)]))}
          />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <CoverageTable />
        </PageFrame>
      )}
    />
  );
}
