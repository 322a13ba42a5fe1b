import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Parts } from "@/features/frame/parts";

const PARTS = {
  oss: "/tax",
  ioss: "/tax/ioss",
  thresholds: "/tax/thresholds",
  dac7: "/tax/dac7",
  "vat-checks": "/tax/vat-checks",
} as const;

interface Props {
  part: keyof typeof PARTS;
  children: ReactNode;
}

/** A report about taxes, under the links to the others. */
export async function TaxFrame({ part, children }: Props) {
  const t = await getTranslations("tax");
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
