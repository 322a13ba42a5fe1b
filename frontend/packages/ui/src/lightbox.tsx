"use client";

import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, X, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";

export interface LightboxWords {
  /** Names the dialog. */
  title: string;
  close: string;
  previous: string;
  next: string;
  zoomIn: string;
  zoomOut: string;
}

interface Props {
  slides: { id: string; picture: ReactNode }[];
  /** Which slide comes first; null while it is closed. */
  opened: number | null;
  onClose: () => void;
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>;
  words: LightboxWords;
}

const TOOL =
  "inline-flex size-11 items-center justify-center rounded-full bg-surface/90 hover:bg-sunken disabled:invisible";

/** Pictures over the whole window, one at a time: by swiping, by buttons or by the arrow keys. Escape closes it. */
export function Lightbox({ slides, opened, onClose, opener, words }: Props) {
  return (
    <Dialog.Root open={opened !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup finalFocus={opener} className="fixed inset-0 z-50 flex flex-col bg-surface outline-none">
          <Dialog.Title className="sr-only">{words.title}</Dialog.Title>
          <Slides slides={slides} first={opened ?? 0} words={words} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Slides({ slides, first, words }: Pick<Props, "slides" | "words"> & { first: number }) {
  const list = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(first);
  const [isZoomed, setIsZoomed] = useState(false);
  useLayoutEffect(() => show(list.current, first, "instant"), [first]);
  const goTo = (place: number) => show(list.current, place, "auto");
  const byKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || isZoomed) return; // a zoomed picture is moved by them
    event.preventDefault();
    goTo(shown + step * (isRightToLeft(event.currentTarget) ? -1 : 1));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a second way beside the buttons in it
    <div onKeyDown={byKey} className="relative flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-between gap-2 p-2">
        <p aria-live="polite" className="px-3 text-muted text-sm tabular-nums">
          <bdi dir="ltr">
            {shown + 1} / {slides.length}
          </bdi>
        </p>
        <div className="flex gap-2">
          <button
            type="button"
            onClick={() => setIsZoomed(!isZoomed)}
            aria-label={isZoomed ? words.zoomOut : words.zoomIn}
            className={TOOL}
          >
            {isZoomed ? <ZoomOut aria-hidden className="size-5" /> : <ZoomIn aria-hidden className="size-5" />}
          </button>
          <Dialog.Close aria-label={words.close} className={TOOL}>
            <X aria-hidden className="size-5" />
          </Dialog.Close>
        </div>
      </div>
      <ul
        ref={list}
        onScroll={({ currentTarget }) => {
          const place = Math.round(Math.abs(currentTarget.scrollLeft) / currentTarget.clientWidth);
          if (place === shown) return;
          setShown(place);
          setIsZoomed(false);
        }}
        className="flex min-h-0 flex-1 snap-x snap-mandatory overflow-x-auto motion-safe:scroll-smooth [scrollbar-width:none]"
      >
        {slides.map(({ id, picture }, place) => (
          <li key={id} aria-hidden={place !== shown} className="flex size-full shrink-0 snap-center">
            <Slide isZoomed={isZoomed && place === shown} onZoom={() => setIsZoomed(!isZoomed)}>
              {picture}
            </Slide>
          </li>
        ))}
      </ul>
      <button
        type="button"
        disabled={shown === 0}
        onClick={() => goTo(shown - 1)}
        aria-label={words.previous}
        className={`${TOOL} -translate-y-1/2 absolute inset-s-3 top-1/2`}
      >
        <ChevronLeft aria-hidden className="size-6 rtl:-scale-x-100" />
      </button>
      <button
        type="button"
        disabled={shown === slides.length - 1}
        onClick={() => goTo(shown + 1)}
        aria-label={words.next}
        className={`${TOOL} -translate-y-1/2 absolute inset-e-3 top-1/2`}
      >
        <ChevronRight aria-hidden className="size-6 rtl:-scale-x-100" />
      </button>
    </div>
  );
}

/** A click on the picture zooms it, as the button does; zoomed it is moved by scrolling. */
function Slide({ isZoomed, onZoom, children }: { isZoomed: boolean; onZoom: () => void; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const frame = place.current;
    if (!isZoomed || !frame) return;
    frame.focus();
    frame.scrollTo({
      left: (frame.scrollWidth - frame.clientWidth) / (isRightToLeft(frame) ? -2 : 2),
      behavior: "instant",
    });
    frame.scrollTop = (frame.scrollHeight - frame.clientHeight) / 2;
  }, [isZoomed]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a second way beside the button above
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      ref={place}
      onClick={onZoom}
      tabIndex={isZoomed ? 0 : -1}
      className={`size-full p-2 outline-none ${isZoomed ? "cursor-zoom-out overflow-auto [&_img]:w-[200%] [&_img]:max-w-none" : "cursor-zoom-in overflow-hidden [&_img]:size-full [&_img]:object-contain"} [&_img]:bg-transparent`}
    >
      {children}
    </div>
  );
}

function show(list: HTMLElement | null, place: number, behavior: ScrollBehavior): void {
  if (!list) return;
  const sign = isRightToLeft(list) ? -1 : 1;
  list.scrollTo({ left: sign * place * list.clientWidth, behavior });
}

function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === "rtl";
}
