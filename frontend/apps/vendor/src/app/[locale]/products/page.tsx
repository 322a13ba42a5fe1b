import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { currentSite } from "@globalmarket/web/server/site";
import { Package } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PRODUCT_STATES } from "@/features/products/filters";
import { PRODUCTS } from "@/features/products/list";

type Props = PageProps<"/[locale]/products">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const here = `/${locale.tag}/products`;
  return (
    <ListPage
      list={PRODUCTS}
      asked={asked}
      fields={[
        { name: "q", label: t("find") },
        {
          name: "status",
          type: "select",
          label: t("state"),
          options: PRODUCT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{
        icon: <Package />,
        title: t("none"),
        hint: (
          <Link href={`/${locale.tag}/imports`} className="underline underline-offset-4">
            {t("none_hint")}
          </Link>
        ),
      }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame
          title={t("title")}
          actions={
            <Link href={`${here}/new`} className={buttonClass("primary")}>
              {t("new.title")}
            </Link>
          }
        >
          {list}
        </PageFrame>
      )}
    />
  );
}
