import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { ChosenForm } from "@/features/chosen/chosen-form";
import { moderateChosen } from "@/features/products/chosen-actions";
import { LISTING_STATES } from "@/features/products/filters";
import { PRODUCTS } from "@/features/products/list";

type Props = PageProps<"/[locale]/products">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const asked = await searchParams;
  return (
    <ListPage
      list={PRODUCTS}
      asked={asked}
      fields={[
        { name: "q", label: t("find") },
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: LISTING_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "vendor", type: "id", label: t("vendor_id") },
        { name: "category", type: "id", label: t("category_id") },
      ]}
      empty={{ icon: <Boxes />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list, { person }) => (
        <PageFrame title={t("title")}>
          {list}
          {mayDo(person, "edit_catalogue") && (
            <ChosenForm
              title={t("chosen.title")}
              action={moderateChosen}
              steps={(["take_down", "reinstate"] as const).map((value) => ({ value, label: t(value) }))}
              reasonLabel={t("reason_for_vendor")}
            />
          )}
        </PageFrame>
      )}
    />
  );
}
