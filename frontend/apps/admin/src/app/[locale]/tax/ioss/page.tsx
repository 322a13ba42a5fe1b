import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedDownload } from "@/features/money/refused-download";
import { chosenMonth } from "@/features/tax/chosen";
import { IossSums } from "@/features/tax/ioss-sums";
import { IOSS_VENDORS } from "@/features/tax/list";
import { PeriodChoice } from "@/features/tax/period-choice";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax/ioss">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("parts.ioss") };
}

export default async function IossPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const { value, name, options } = await chosenMonth(asked);
  const here = `/${locale.tag}/tax/ioss`;
  return (
    <ListPage
      list={IOSS_VENDORS}
      asked={asked}
      empty={{ icon: <Percent />, title: t("no_imports"), hint: t("no_sales_hint") }}
      frame={(list) => (
        <TaxFrame part="ioss">
          <RefusedDownload asked={asked.refused} />
          <p className="max-w-2xl text-muted">{t("ioss_hint")}</p>
          <PeriodChoice here={here} name="period" label={t("month")} chosen={name} options={options} />
          <IossSums month={value} file={`${here}/report?period=${name}`} />
          {list}
        </TaxFrame>
      )}
    />
  );
}
