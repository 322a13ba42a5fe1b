import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { boxValue, CHOSEN, CHOSEN_FORM, type ChosenRow } from "./boxes";

interface Props {
  row: ChosenRow;
  /** Nothing can be done with this row: there is no box. */
  isFixed?: boolean;
  children: ReactNode;
}

/** The first cell of a row that can be chosen, behind its box. */
export async function ChoiceBox({ row, isFixed = false, children }: Props) {
  if (isFixed) return children;
  const t = await getTranslations("chosen");
  return (
    <div className="flex items-center gap-3">
      <input
        type="checkbox"
        form={CHOSEN_FORM}
        name={CHOSEN}
        value={boxValue(row)}
        aria-label={t("choose", { name: row.name })}
        className="size-5 shrink-0 accent-brand"
      />
      {children}
    </div>
  );
}
