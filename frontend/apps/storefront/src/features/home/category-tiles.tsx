import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { categoryTree } from "@/features/catalog/reads";
import { currentShop } from "@/server/shop";

export async function CategoryTiles({ title }: { title: string }) {
  const t = await getTranslations("home");
  const { locale } = await currentShop();
  const categories = await categoryTree();
  return (
    <section aria-labelledby="categories">
      <h2 id="categories" className="mb-4 font-bold text-2xl tracking-tight">
        {title}
      </h2>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {categories.map((category) => (
          <li key={category.id}>
            <Link
              href={`/${locale.tag}/categories/${category.slug}`}
              className="flex h-full min-h-20 flex-col justify-center rounded-xl border border-line bg-raised px-5 py-4 hover:border-ink"
            >
              <span className="font-semibold">{category.name}</span>
              {category.count !== null && (
                <span className="text-muted text-sm">{t("products", { count: category.count })}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
