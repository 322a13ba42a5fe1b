import type { DetailImage } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { Picture } from "@/features/catalog/picture";
import { Zoom, ZoomLink } from "./zoom";

interface Props {
  images: DetailImage[];
  variantId: string | undefined;
}

/** The product's pictures, those of the chosen variant first: a row to swipe, with a link to each. Works without scripts. */
export async function Gallery({ images, variantId }: Props) {
  const t = await getTranslations("product");
  const isOfVariant = (image: DetailImage) => Number(variantId !== undefined && image.variant_ids.includes(variantId));
  const sorted = [...images].sort((one, other) => isOfVariant(other) - isOfVariant(one));
  if (!sorted.length) return <Picture image={null} sizes="100vw" className="aspect-square w-full rounded-2xl" />;
  const words = {
    title: t("pictures"),
    close: t("zoom.close"),
    previous: t("zoom.previous"),
    next: t("zoom.next"),
    zoomIn: t("zoom.in"),
    zoomOut: t("zoom.out"),
  };
  return (
    <Zoom images={sorted} words={words}>
      <section aria-label={t("pictures")} className="flex min-w-0 flex-col gap-3">
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="flex snap-x snap-mandatory gap-3 overflow-x-auto rounded-2xl [scrollbar-width:none]"
        >
          {sorted.map((image, place) => (
            <li key={image.id} id={image.id} className="w-full shrink-0 snap-start">
              <ZoomLink place={place} href={image.url} label={t("enlarge", { number: place + 1 })}>
                <Picture
                  image={image}
                  sizes="(min-width: 64rem) 46rem, 100vw"
                  isFirst={place === 0}
                  className="aspect-square w-full rounded-2xl"
                />
              </ZoomLink>
            </li>
          ))}
        </ul>
        {sorted.length > 1 && (
          <ul className="flex flex-wrap gap-2">
            {sorted.map((image, place) => (
              <li key={image.id}>
                <a
                  href={`#${image.id}`}
                  className="block overflow-hidden rounded-lg border border-line hover:border-ink"
                >
                  <Picture
                    image={{ ...image, alt: t("picture", { number: place + 1 }) }}
                    sizes="72px"
                    className="size-18"
                  />
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Zoom>
  );
}
