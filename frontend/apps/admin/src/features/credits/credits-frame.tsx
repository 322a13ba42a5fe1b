import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Parts } from "@/features/frame/parts";

const PARTS = { credits: "/credits", issues: "/credits/issues", purchases: "/credits/purchases" } as const;

interface Props {
  part: keyof typeof PARTS;
  children: ReactNode;
}

/** A list about credits, under the links to the others. */
export async function CreditsFrame({ part, children }: Props) {
  const t = await getTranslations("credits");
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
