import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { PRODUCT_DONE } from "@/features/products/done";
import { ProductFacts, ProductTexts, ProductVariants } from "@/features/products/facts";
import { Moderation } from "@/features/products/moderation";
import { getProduct } from "@/features/products/reads";
import { ProductMark } from "@/features/products/state-mark";
import { titleIn } from "@/features/products/titles";

type Props = PageProps<"/[locale]/products/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("product") };
}

export default async function ProductPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const from = listQueryOf(asked);
  return (
    <Gate path={`/products/${id}`} right="see_products">
      {async (person) => {
        const detail = await getProduct(id);
        const { product } = detail;
        const titles = Object.fromEntries(Object.entries(product.texts).map(([lang, texts]) => [lang, texts.title]));
        const { text, lang } = titleIn(titles, locale);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/products${from}`}>{t("title")}</BackLink>}
            title={<bdi lang={lang}>{text}</bdi>}
            mark={<ProductMark state={product.taken_down ? "taken_down" : product.status} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PRODUCT_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            {product.taken_down && (
              <Notice kind="info">
                {t("taken_down_because")} <bdi>{product.taken_down.reason}</bdi>
              </Notice>
            )}
            <div className="grid items-start gap-6 lg:grid-cols-2 [&>*]:min-w-0">
              <ProductFacts detail={detail} />
              <ProductTexts product={product} />
            </div>
            <ProductVariants product={product} />
            {mayDo(person, "edit_catalogue") && <Moderation detail={detail} from={from} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
