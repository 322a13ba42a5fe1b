import type { CardImage } from "@globalmarket/api";
import { ImageOff } from "lucide-react";

interface Props {
  image: Pick<CardImage, "alt" | "height" | "preview" | "sources" | "url" | "width"> | null;
  /** The `sizes` of an img: how wide it is shown. */
  sizes: string;
  /** The page's largest picture is fetched before anything else. More than one of them take the line from each other. */
  isFirst?: boolean;
  /** In view at first, so it does not wait until it is known where it stands. */
  isInView?: boolean;
  className?: string;
}

/** A product's picture in the smallest form that the browser knows; its place is kept, with a blurred preview, until it is there. */
export function Picture({ image, sizes, isFirst = false, isInView = isFirst, className = "" }: Props) {
  if (!image) {
    return (
      <span className={`flex items-center justify-center bg-sunken text-muted ${className}`}>
        <ImageOff aria-hidden className="size-8 opacity-50" />
      </span>
    );
  }
  return (
    <picture>
      {image.sources.map(({ type, srcset }) => (
        <source key={type} type={type} srcSet={srcset} sizes={sizes} />
      ))}
      <img
        src={image.url}
        alt={image.alt}
        width={image.width ?? undefined}
        height={image.height ?? undefined}
        loading={isInView ? "eager" : "lazy"}
        fetchPriority={isFirst ? "high" : "auto"}
        decoding="async"
        className={`bg-center bg-cover bg-sunken object-cover ${className}`}
        style={image.preview ? { backgroundImage: `url("${image.preview}")` } : undefined}
      />
    </picture>
  );
}
