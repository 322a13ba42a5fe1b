import { ListPage } from "@globalmarket/web/lists/list-page";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OUTCOMES } from "@/features/tax/filters";
import { VAT_CHECKS } from "@/features/tax/list";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax/vat-checks">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("parts.vat-checks") };
}

export default async function VatChecksPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const asked = await searchParams;
  return (
    <ListPage
      list={VAT_CHECKS}
      asked={asked}
      fields={[
        {
          name: "outcome",
          type: "select",
          label: t("outcome"),
          options: OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) })),
        },
        { name: "vendor_id", type: "id", label: t("vendor") },
      ]}
      empty={{ icon: <Percent />, title: t("no_checks"), hint: t("no_checks_hint") }}
      frame={(list) => (
        <TaxFrame part="vat-checks">
          <p className="max-w-2xl text-muted">{t("checks_hint")}</p>
          {list}
        </TaxFrame>
      )}
    />
  );
}
