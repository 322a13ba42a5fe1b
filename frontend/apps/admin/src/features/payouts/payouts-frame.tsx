import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Parts } from "@/features/frame/parts";

const PARTS = {
  runs: "/payouts",
  all: "/payouts/all",
  debts: "/payouts/debts",
  "bank-account": "/payouts/bank-account",
} as const;

interface Props {
  part: keyof typeof PARTS;
  children: ReactNode;
}

/** A list about payouts, under the links to the others. */
export async function PayoutsFrame({ part, children }: Props) {
  const t = await getTranslations("payouts");
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
