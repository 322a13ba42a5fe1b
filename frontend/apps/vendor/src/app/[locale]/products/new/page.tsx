import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { NewProductForm } from "@/features/products/new/new-product-form";
import { getProduct } from "@/features/products/reads";

type Props = PageProps<"/[locale]/products/new">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("new.title") };
}

/** `?like=` names a product whose copy this one begins as. */
export default async function NewProductPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const [like] = [(await searchParams).like].flat();
  return (
    <Gate path="/products/new" right="edit_products">
      {async () => {
        const known = like ? (await getProduct(like)).product : undefined;
        return (
          <PageFrame title={t("new.title")}>
            <BackLink href={`/${locale.tag}/products`}>{t("title")}</BackLink>
            <Panel title={t(known ? "new.like_title" : "new.subtitle")}>
              <p className="text-muted">{t(known ? "new.like_hint" : "new.hint")}</p>
              <NewProductForm like={known} />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
