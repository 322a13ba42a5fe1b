"use client";

import type { DetailImage } from "@globalmarket/api";
import { Lightbox, type LightboxWords } from "@globalmarket/ui/lightbox";
import { createContext, type MouseEvent, type ReactNode, useContext, useRef, useState } from "react";
import { Picture } from "@/features/catalog/picture";

const Open = createContext<(place: number, opener: HTMLElement) => void>(() => undefined);

interface Props {
  images: DetailImage[];
  words: LightboxWords;
  children: ReactNode;
}

/** Around a gallery: its links open the pictures over the whole window. */
export function Zoom({ images, words, children }: Props) {
  const [opened, setOpened] = useState<number | null>(null);
  const opener = useRef<HTMLElement>(null);
  const open = (place: number, link: HTMLElement) => {
    opener.current = link;
    setOpened(place);
  };
  const slides = images.map((image) => ({ id: image.id, picture: <Picture image={image} sizes="100vw" /> }));
  return (
    <Open value={open}>
      {children}
      <Lightbox slides={slides} opened={opened} onClose={() => setOpened(null)} opener={opener} words={words} />
    </Open>
  );
}

interface LinkProps {
  /** Of the picture in the gallery. */
  place: number;
  href: string;
  label: string;
  children: ReactNode;
}

/** Leads to the large picture itself where there are no scripts, or if another tab is asked for. */
export function ZoomLink({ place, href, label, children }: LinkProps) {
  const open = useContext(Open);
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(place, event.currentTarget);
  };
  return (
    <a href={href} onClick={onClick} aria-label={label} className="block cursor-zoom-in">
      {children}
    </a>
  );
}
