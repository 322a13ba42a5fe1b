"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import { createContext, type MouseEvent, type ReactNode, useContext, useRef, useState } from "react";
import type { ZoomDialogProps } from "./zoom-dialog";

const Open = createContext<(place: number, opener: HTMLElement) => void>(() => undefined);

const load = () => import("./zoom-dialog").then(({ ZoomDialog }) => ZoomDialog);

interface Props extends Pick<ZoomDialogProps, "images" | "words"> {
  children: ReactNode;
}

/** Around a gallery: its links open the pictures over the whole window. What shows them is loaded with the first that is opened. */
export function Zoom({ images, words, children }: Props) {
  const [opened, setOpened] = useState<number | null>(null);
  const [isWanted, setIsWanted] = useState(false);
  const opener = useRef<HTMLElement>(null);
  const open = (place: number, link: HTMLElement) => {
    opener.current = link;
    setIsWanted(true);
    setOpened(place);
  };
  return (
    <Open value={open}>
      {children}
      {isWanted && (
        <Dialog images={images} opened={opened} onClose={() => setOpened(null)} opener={opener} words={words} />
      )}
    </Open>
  );
}

function Dialog(props: ZoomDialogProps) {
  const ZoomDialog = useAfterLoad(load);
  return ZoomDialog && <ZoomDialog {...props} />;
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
