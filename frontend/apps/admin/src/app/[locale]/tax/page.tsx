import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedDownload } from "@/features/money/refused-download";
import { chosenQuarter } from "@/features/tax/chosen";
import { OSS_VENDORS } from "@/features/tax/list";
import { OssSums } from "@/features/tax/oss-sums";
import { PeriodChoice } from "@/features/tax/period-choice";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("title") };
}

export default async function OssPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const { value, name, options } = await chosenQuarter(asked);
  const here = `/${locale.tag}/tax`;
  return (
    <ListPage
      list={OSS_VENDORS}
      asked={asked}
      empty={{ icon: <Percent />, title: t("no_sales"), hint: t("no_sales_hint") }}
      frame={(list) => (
        <TaxFrame part="oss">
          <RefusedDownload asked={asked.refused} />
          <p className="max-w-2xl text-muted">{t("oss_hint")}</p>
          <PeriodChoice here={here} name="period" label={t("quarter")} chosen={name} options={options} />
          <OssSums quarter={value} file={`${here}/oss-report?period=${name}`} />
          {list}
        </TaxFrame>
      )}
    />
  );
}
