import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { SectionTabs } from "@globalmarket/web/frame/section-tabs";
import { requirePerson } from "@globalmarket/web/server/person";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { mayDo, type Right } from "@/features/access/rights";

const PARTS = {
  profile: "edit_profile",
  vacation: "edit_profile",
  shipping: "manage_shipping",
  carrier: "connect_carrier",
  returns: "edit_profile",
  invoicing: "see_money",
  papers: "show_papers",
  mails: "choose_mails",
  keys: "manage_keys",
  webhooks: "manage_keys",
} as const satisfies Record<string, Right>;

type Part = keyof typeof PARTS;

/** A page of settings, under the links to the others that the person may open. */
export async function SettingsFrame({ part, children }: { part: Part; children: ReactNode }) {
  const t = await getTranslations("settings");
  const person = await requirePerson("/settings");
  const open = (Object.keys(PARTS) as Part[]).filter((one) => mayDo(person, PARTS[one]));
  return (
    <PageFrame title={t("title")}>
      <SectionTabs
        label={t("parts_title")}
        tabs={open.map((one) => ({ path: pathOf(one), title: t(`parts.${one}`) }))}
        here={pathOf(part)}
      />
      {children}
    </PageFrame>
  );
}

function pathOf(part: Part): string {
  return part === "profile" ? "/settings" : `/settings/${part}`;
}
