import type { VendorProduct } from "@globalmarket/api";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { ExternalLink } from "lucide-react";
import { getTranslations } from "next-intl/server";

const LINK = "inline-flex items-center gap-2 py-2 underline underline-offset-4";

interface Props {
  product: VendorProduct;
  /** Of the list that led here. */
  listQuery: string;
}

/** From a product: back to the list, to its page in the shop or as that would be, and to a new one like it. */
export async function ProductLinks({ product, listQuery }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const list = `/${locale.tag}/products`;
  return (
    <div className="no-print flex flex-wrap items-center gap-x-6">
      <BackLink href={list + listQuery}>{t("title")}</BackLink>
      {product.shop_url && (
        <a href={product.shop_url} target="_blank" rel="noopener" className={LINK}>
          {t("in_shop")}
          <ExternalLink aria-hidden className="size-4" />
        </a>
      )}
      <a href={`${list}/${product.id}/preview`} target="_blank" rel="noopener" className={LINK}>
        {t("preview")}
        <ExternalLink aria-hidden className="size-4" />
      </a>
      <Link href={`${list}/new?like=${product.id}`} className={LINK}>
        {t("duplicate")}
      </Link>
    </div>
  );
}
