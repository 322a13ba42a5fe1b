import { formatMoney } from "@globalmarket/money";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ExperimentForm, LimitsForm } from "@/features/prices/limits-form";
import { getLimits } from "@/features/prices/reads";

type Props = PageProps<"/[locale]/prices/limits/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("prices");
  return { title: t("limits_title") };
}

export default async function VariantPricePage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  return (
    <Gate path={`/prices/limits/${id}`} right="set_prices">
      {async () => {
        const variant = await getLimits(id);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/prices/limits`}>{t("parts.limits")}</BackLink>}
            title={t("price_of", { sku: variant.sku })}
          >
            <p>
              {variant.price ? t("present_price", { price: formatMoney(variant.price, locale.tag) }) : t("not_priced")}
            </p>
            <LimitsForm variant={variant} />
            <ExperimentForm variant={variant} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
