import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Breadcrumbs } from "@/features/catalog/breadcrumbs";
import { Filters } from "@/features/catalog/filters";
import { Listing } from "@/features/catalog/listing";
import { categoryPath } from "@/features/catalog/reads";
import { alternatesWithText } from "@/features/machines/alternates";
import { breadcrumbData } from "@/features/machines/product-data";
import { StructuredData } from "@/features/machines/structured-data";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/categories/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("catalog");
  const { region } = await currentShop();
  const slug = decodeURIComponent((await params).slug);
  const name = (await categoryPath(slug)).at(-1)?.name ?? "";
  return {
    title: name,
    description: t("category_description", { category: name, shop: region.name }),
    alternates: await alternatesWithText(`/categories/${slug}`),
  };
}

export default async function CategoryPage({ params, searchParams }: Props) {
  const t = await getTranslations("catalog");
  const { origin, region, locale } = await currentShop();
  const home = { name: region.name, address: `${origin}/${locale.tag}` };
  const slug = decodeURIComponent((await params).slug);
  const path = await categoryPath(slug);
  const category = path.at(-1);
  return (
    <div className="mx-auto max-w-7xl px-4 py-6">
      <StructuredData data={breadcrumbData(home, path)} />
      <Breadcrumbs above={path.slice(0, -1)} />
      <h1 className="mb-4 font-bold text-3xl tracking-tight">{category?.name}</h1>
      {category && category.children.length > 0 && (
        <nav aria-label={t("subcategories")} className="mb-6">
          <ul className="flex flex-wrap gap-2">
            {category.children.map((child) => (
              <li key={child.id}>
                <Link
                  href={`/${locale.tag}/categories/${child.slug}`}
                  className="inline-flex min-h-10 items-center rounded-full border border-line px-4 text-sm hover:border-ink"
                >
                  {child.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <Listing
        path={`/${locale.tag}/categories/${slug}`}
        filters={Filters.from(await searchParams)}
        fixed={{ category: [slug] }}
      />
    </div>
  );
}
