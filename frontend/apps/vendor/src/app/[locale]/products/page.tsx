import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { StateFilter } from "@globalmarket/web/frame/state-filter";
import { currentSite } from "@globalmarket/web/server/site";
import { Package } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ProductTable } from "@/features/products/product-table";
import { listProducts } from "@/features/products/reads";

type Props = PageProps<"/[locale]/products">;

const STATES = ["published", "draft", "archived"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const [cursor] = [asked.cursor].flat();
  const status = STATES.find((one) => one === asked.status);
  const list = `/${locale.tag}/products`;
  return (
    <Gate path="/products" right="edit_products">
      {async () => {
        const { items, next_cursor } = await listProducts(status, cursor);
        const empty = {
          icon: <Package />,
          title: status ? t("none_found") : t("none"),
          hint: (
            <Link href={`/${locale.tag}/imports`} className="underline underline-offset-4">
              {t("none_hint")}
            </Link>
          ),
        };
        return (
          <PageFrame title={t("title")}>
            <StateFilter
              here={list}
              name="status"
              chosen={status}
              states={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
            />
            <Listing here={status ? `${list}?status=${status}` : list} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <ProductTable products={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
