import "server-only";
import { FOUND_OF_A_KIND, kindOf } from "@globalmarket/web/palette/find";
import type { FoundGroup } from "@globalmarket/web/palette/found";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { listOrders } from "@/features/orders/reads";
import { titleOf } from "@/features/products/product-table";
import { listProducts } from "@/features/products/reads";

const FEW = { limit: FOUND_OF_A_KIND };

/** Orders and products that the words mean, as far as the person's roles go. */
export async function find(q: string): Promise<FoundGroup[]> {
  const t = await getTranslations("frame.sections");
  const { locale } = await currentSite();
  const person = await requirePerson("/find");
  const asked = [
    kindOf(t("orders"), async () =>
      (await listOrders({ q }, FEW)).items.map(({ id, number, name }) => ({
        title: number,
        href: `/${locale.tag}/orders/${id}`,
        note: name,
      })),
    ),
    mayDo(person, "edit_products") &&
      kindOf(t("products"), async () =>
        (await listProducts({ q }, FEW)).items.map((product) => ({
          title: titleOf(product, locale.language),
          href: `/${locale.tag}/products/${product.id}`,
        })),
      ),
  ];
  return Promise.all(asked.filter((one) => one !== false));
}
