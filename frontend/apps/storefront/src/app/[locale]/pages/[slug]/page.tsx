import { directionOf, formatDay } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { alternatesOf } from "@/features/machines/alternates";
import { Markdown } from "@/features/pages/markdown";
import { getPage } from "@/features/pages/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/pages/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = decodeURIComponent((await params).slug);
  const { title } = await getPage(slug);
  return { title, alternates: await alternatesOf(`/pages/${slug}`) };
}

export default async function OperatorsPage({ params }: Props) {
  const t = await getTranslations("pages");
  const { region, locale } = await currentShop();
  const page = await getPage(decodeURIComponent((await params).slug));
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-10">
      {page.is_fallback && <Notice kind="info">{t("not_in_your_language")}</Notice>}
      <article lang={page.language} dir={directionOf(page.language)} className="flex flex-col gap-6">
        <h1 className="text-balance font-bold text-3xl tracking-tight sm:text-4xl">{page.title}</h1>
        <Markdown text={page.body} />
      </article>
      <p className="border-line border-t pt-4 text-muted text-sm">
        {t("updated", { day: formatDay(page.updated_at, locale.tag, region.timezone) })}
      </p>
    </div>
  );
}
