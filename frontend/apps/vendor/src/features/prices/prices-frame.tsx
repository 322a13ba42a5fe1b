import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { SectionTabs } from "@globalmarket/web/frame/section-tabs";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

const PARTS = ["advice", "limits", "rules", "competitors", "experiments", "changes"] as const;

interface Props {
  part: (typeof PARTS)[number];
  children: ReactNode;
}

/** A page about prices, under the links to the others. */
export async function PricesFrame({ part, children }: Props) {
  const t = await getTranslations("prices");
  return (
    <PageFrame title={t("title")}>
      <SectionTabs
        label={t("parts_title")}
        tabs={PARTS.map((one) => ({ path: pathOf(one), title: t(`parts.${one}`) }))}
        here={pathOf(part)}
      />
      <p className="max-w-2xl text-muted">{t(`hints.${part}`)}</p>
      {children}
    </PageFrame>
  );
}

function pathOf(part: Props["part"]): string {
  return part === "advice" ? "/prices" : `/prices/${part}`;
}
