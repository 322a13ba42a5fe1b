import { Empty } from "@globalmarket/ui/empty";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Pager } from "./pager";

interface Props {
  /** The list's address, with its filters. */
  here: string;
  /** Where the present page of the list begins; absent on the first. */
  cursor: string | undefined;
  /** The list has another order than its usual one, the newest first. */
  isSorted?: boolean;
  /** Where the next one begins. */
  next: string | null;
  /** What stands in place of an empty list: what is missing, and the next step. */
  empty: { icon: ReactNode; title: string; hint: ReactNode };
  /** The table; false if there is nothing to list. */
  children: ReactNode;
}

/** A page of a list, and the way to the next one. */
export async function Listing({ here, cursor, next, isSorted = false, empty, children }: Props) {
  const t = await getTranslations("frame");
  const words = await getTranslations("lists");
  const onward = next && `${here}${here.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}`;
  return (
    <>
      {children || (
        <Empty icon={empty.icon} title={empty.title}>
          <p>{empty.hint}</p>
        </Empty>
      )}
      <Pager
        label={t("pages")}
        first={cursor && here}
        next={onward || undefined}
        words={
          isSorted ? { first: words("first_page"), next: words("next_page") } : { first: t("newest"), next: t("older") }
        }
      />
    </>
  );
}
