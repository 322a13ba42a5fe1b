import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { categoryTree } from "./reads";

/** The shop's main categories, as one row that scrolls where it is narrow. */
export async function CategoryBar() {
  const t = await getTranslations("frame");
  const { locale } = await currentShop();
  const categories = await categoryTree();
  return (
    <nav aria-label={t("categories")} className="mx-auto max-w-7xl">
      <ul className="flex gap-1 overflow-x-auto px-2 pb-2 [scrollbar-width:none]">
        {categories.map((category) => (
          <li key={category.id}>
            <Link
              href={`/${locale.tag}/categories/${category.slug}`}
              className="block whitespace-nowrap rounded-lg px-3 py-2 text-sm hover:bg-sunken"
            >
              {category.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
