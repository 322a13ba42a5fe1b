import type { DetailImage } from "@globalmarket/api";
import { Lightbox, type LightboxWords } from "@globalmarket/ui/lightbox";
import type { RefObject } from "react";
import { Picture } from "@/features/catalog/picture";

export interface ZoomDialogProps {
  images: DetailImage[];
  /** Which picture comes first; null while it is closed. */
  opened: number | null;
  onClose: () => void;
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>;
  words: LightboxWords;
}

/** A gallery's pictures over the whole window. */
export function ZoomDialog({ images, ...dialog }: ZoomDialogProps) {
  const slides = images.map((image) => ({
    id: image.id,
    picture: <Picture image={{ ...image, preview: "" }} sizes="100vw" />,
  }));
  return <Lightbox slides={slides} {...dialog} />;
}
