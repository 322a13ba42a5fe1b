import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

interface Props {
  /** Above this page, the highest first. */
  above: { slug: string; name: string }[];
  current?: string;
}

export async function Breadcrumbs({ above, current }: Props) {
  const t = await getTranslations("frame");
  const { locale } = await currentShop();
  const home = { href: `/${locale.tag}`, name: t("home") };
  const links = [home, ...above.map(({ slug, name }) => ({ href: `/${locale.tag}/categories/${slug}`, name }))];
  return (
    <nav aria-label={t("breadcrumbs")}>
      <ol className="flex flex-wrap items-center text-muted text-sm">
        {links.map(({ href, name }) => (
          <li key={href} className="after:mx-2 after:content-['/'] last:after:content-none">
            <Link href={href} className="inline-block py-1.5 underline-offset-4 hover:underline">
              {name}
            </Link>
          </li>
        ))}
        {current && (
          <li aria-current="page" className="before:mx-2 before:content-['/']">
            {current}
          </li>
        )}
      </ol>
    </nav>
  );
}
