import { ImageOff } from "lucide-react";

/** The small picture of a line; it has no words, since the title stands beside it. */
export function LinePicture({ image, className }: { image: string; className: string }) {
  if (!image) {
    return (
      <span className={`flex shrink-0 items-center justify-center rounded-lg bg-sunken text-muted ${className}`}>
        <ImageOff aria-hidden className="size-6 opacity-50" />
      </span>
    );
  }
  return (
    <img
      src={image}
      alt=""
      width={104}
      height={104}
      loading="lazy"
      decoding="async"
      className={`shrink-0 rounded-lg bg-sunken object-cover ${className}`}
    />
  );
}
