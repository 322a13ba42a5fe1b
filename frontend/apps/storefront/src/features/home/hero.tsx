import type { ShownHero } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { Picture } from "@/features/catalog/picture";
import { currentShop } from "@/server/shop";

/** The top of the home page, in the operator's words. */
export async function Hero({ hero }: { hero: ShownHero }) {
  const { locale } = await currentShop();
  return (
    <section
      lang={hero.language}
      className="grid overflow-hidden rounded-3xl bg-brand-soft sm:grid-cols-[1fr_minmax(0,24rem)] lg:grid-cols-[1fr_minmax(0,30rem)]"
    >
      <div className="flex flex-col items-start justify-center gap-5 px-6 py-12 sm:px-12 sm:py-16">
        <h1 className="text-balance font-bold text-4xl tracking-tight sm:text-5xl">{hero.title}</h1>
        {hero.text && <p className="max-w-xl text-lg text-muted">{hero.text}</p>}
        {hero.link && (
          <Link href={`/${locale.tag}${hero.link}`} className={buttonClass()}>
            {hero.link_label}
          </Link>
        )}
      </div>
      {hero.image && (
        <Picture
          image={hero.image}
          sizes="(min-width: 64rem) 30rem, (min-width: 40rem) 24rem, 100vw"
          isFirst
          className="aspect-square size-full"
        />
      )}
    </section>
  );
}
