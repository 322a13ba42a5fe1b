import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Tabs } from "@/features/frame/tabs";

const PARTS = ["advice", "limits", "rules", "competitors", "experiments", "changes"] as const;

interface Props {
  part: (typeof PARTS)[number];
  children: ReactNode;
}

/** A page about prices, under the links to the others. */
export async function PricesFrame({ part, children }: Props) {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  return (
    <PageFrame title={t("title")}>
      <Tabs
        label={t("parts_title")}
        tabs={PARTS.map((one) => ({
          href: one === "advice" ? `/${locale.tag}/prices` : `/${locale.tag}/prices/${one}`,
          title: t(`parts.${one}`),
          isCurrent: one === part,
        }))}
      />
      <p className="max-w-2xl text-muted">{t(`hints.${part}`)}</p>
      {children}
    </PageFrame>
  );
}
