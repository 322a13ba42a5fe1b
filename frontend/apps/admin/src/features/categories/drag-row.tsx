"use client";

import type { AdminCategory } from "@globalmarket/api";
import { type DragEvent, type ReactNode, useState } from "react";
import { dropOf, moveText } from "./moves";

/** The button of the tree's form that sends what was dropped. */
export const DROP_BUTTON = "drop-category";
const KIND = "application/x-category";

type Place = "before" | "into";

interface Props {
  category: AdminCategory;
  hint: string;
  children: ReactNode;
}

/** A row's name in the tree, which can be dragged onto another: onto its upper half to lie before it, onto the lower one to lie in it. */
export function DragRow({ category, hint, children }: Props) {
  const [place, setPlace] = useState<Place | null>(null);
  const over = (event: DragEvent<HTMLElement>) => {
    if (!event.dataTransfer.types.includes(KIND)) return;
    event.preventDefault(); // it may be dropped here
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setPlace(event.clientY < top + height / 2 ? "before" : "into");
  };
  const drop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault();
    const move = dropOf(event.dataTransfer.getData(KIND), category, place === "into");
    setPlace(null);
    if (move) send(moveText(move));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is for pointers; the buttons beside it do the same by keyboard
    <div
      draggable
      title={hint}
      data-place={place}
      onDragStart={(event) => event.dataTransfer.setData(KIND, category.id)}
      onDragOver={over}
      onDragLeave={() => setPlace(null)}
      onDrop={drop}
      className="cursor-grab rounded-md border-transparent border-y-2 py-1 data-[place=before]:border-t-brand data-[place=into]:bg-brand/10"
    >
      {children}
    </div>
  );
}

function send(move: string): void {
  const button = document.getElementById(DROP_BUTTON) as HTMLButtonElement;
  button.value = move;
  button.form?.requestSubmit(button);
}
