import { buttonClass } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { countByFile } from "@/features/stock/actions";
import { STOCK } from "@/features/stock/list";
import { LOW_UNITS } from "@/features/stock/reads";
import { WarehousesPanel } from "@/features/stock/warehouses-panel";

type Props = PageProps<"/[locale]/stock">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stock");
  return { title: t("title") };
}

export default async function StockPage({ searchParams }: Props) {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <ListPage
      list={STOCK}
      asked={asked}
      fields={[
        { name: "sku", label: t("find_sku") },
        {
          name: "level",
          type: "select",
          label: t("level"),
          options: [
            { value: "low", label: t("low_filter", { most: LOW_UNITS }) },
            { value: "out", label: t("levels.out") },
          ],
        },
      ]}
      empty={{ icon: <Boxes />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame
          title={t("title")}
          actions={
            <>
              <Link href={`/${locale.tag}/stock/reorder?due=true`} className={buttonClass("secondary")}>
                {t("to_reorder")}
              </Link>
              <Link href={`/${locale.tag}/stock/movements`} className={buttonClass("secondary")}>
                {t("movements")}
              </Link>
            </>
          }
        >
          {list}
          <WarehousesPanel />
          <Fold title={t("count_title")} hint={t("count_hint")}>
            <FieldForm
              id="count"
              action={countByFile}
              submit={t("count")}
              fields={[keyField(), { name: "file", type: "file", label: t("file"), accept: ".csv,.tsv,.txt" }]}
            />
          </Fold>
        </PageFrame>
      )}
    />
  );
}
