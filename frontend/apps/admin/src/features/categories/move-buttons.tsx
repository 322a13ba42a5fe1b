import type { AdminCategory } from "@globalmarket/api";
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { type Direction, MOVE, MOVE_FORM, moveText, stepsOf } from "./moves";

const BUTTONS: [Direction, typeof ArrowUp][] = [
  ["up", ArrowUp],
  ["down", ArrowDown],
  ["out", ArrowLeft],
  ["in", ArrowRight],
];

interface Props {
  category: AdminCategory;
  all: readonly AdminCategory[];
  name: string;
}

/** The steps that a category can take in the tree: what dragging does, by keyboard and without scripts. */
export async function MoveButtons({ category, all, name }: Props) {
  const t = await getTranslations("categories.moves");
  const steps = stepsOf(category, all);
  return (
    <div className="flex">
      {BUTTONS.map(([direction, Icon]) => {
        const move = steps[direction];
        return (
          <button
            key={direction}
            type={move ? "submit" : "button"}
            form={MOVE_FORM}
            name={MOVE}
            value={move && moveText(move)}
            aria-disabled={!move} // a disabled one would lose the focus after the last step
            aria-label={t(direction, { name })}
            title={t(direction, { name })}
            className="inline-flex size-11 items-center justify-center rounded-lg hover:bg-sunken aria-disabled:opacity-40 aria-disabled:hover:bg-transparent"
          >
            <Icon
              aria-hidden
              className="size-4 rtl:[&.lucide-arrow-left]:-scale-x-100 rtl:[&.lucide-arrow-right]:-scale-x-100"
            />
          </button>
        );
      })}
    </div>
  );
}
