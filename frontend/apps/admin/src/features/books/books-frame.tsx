import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Parts } from "@/features/frame/parts";

const PARTS = {
  check: "/books",
  "trial-balance": "/books/trial-balance",
  transactions: "/books/transactions",
  "waiting-commission": "/books/waiting-commission",
} as const;

interface Props {
  part: keyof typeof PARTS;
  children: ReactNode;
}

/** A page of the books, under the links to the others. */
export async function BooksFrame({ part, children }: Props) {
  const t = await getTranslations("books");
  const parts = Object.entries(PARTS).map(([name, path]) => ({
    path,
    title: t(`parts.${name as keyof typeof PARTS}`),
  }));
  return (
    <PageFrame title={t("title")}>
      <Parts parts={parts} here={PARTS[part]} />
      {children}
    </PageFrame>
  );
}
