import "server-only";
import { FOUND_OF_A_KIND, kindOf } from "@globalmarket/web/palette/find";
import type { FoundGroup } from "@globalmarket/web/palette/found";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { listCustomers } from "@/features/customers/reads";
import { listOrders } from "@/features/orders/reads";
import { listProducts } from "@/features/products/reads";
import { titleIn } from "@/features/products/titles";
import { listVendors } from "@/features/vendors/reads";

const FEW = { limit: FOUND_OF_A_KIND };

/** Orders, products, vendors and customers that the words mean, as far as the person's roles go. */
export async function find(q: string): Promise<FoundGroup[]> {
  const t = await getTranslations("frame.sections");
  const { locale } = await currentSite();
  const person = await requirePerson("/find");
  const page = (kind: string, id: string) => `/${locale.tag}/${kind}/${id}`;
  const asked = [
    mayDo(person, "see_orders") &&
      kindOf(t("orders"), async () =>
        (await listOrders({ q }, FEW)).items.map(({ id, number, name }) => ({
          title: number,
          href: page("orders", id),
          note: name,
        })),
      ),
    mayDo(person, "see_products") &&
      kindOf(t("products"), async () =>
        (await listProducts({ q }, FEW)).items.map(({ id, titles, slug, brand }) => ({
          title: titleIn(titles, locale).text || slug,
          href: page("products", id),
          note: brand,
        })),
      ),
    kindOf(t("vendors"), async () =>
      (await listVendors({ q }, FEW)).items.map(({ id, name, email }) => ({
        title: name,
        href: page("vendors", id),
        note: email,
      })),
    ),
    q.includes("@") &&
      mayDo(person, "see_customers") &&
      kindOf(t("customers"), async () =>
        (await listCustomers({ email: q }, FEW)).items.map(({ id, email, name }) => ({
          title: email,
          href: page("customers", id),
          note: name,
        })),
      ),
  ];
  return Promise.all(asked.filter((one) => one !== false));
}
