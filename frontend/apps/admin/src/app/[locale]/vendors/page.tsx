import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { Store } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { ChosenForm } from "@/features/chosen/chosen-form";
import { decideChosen } from "@/features/vendors/chosen-actions";
import { VENDOR_STATES } from "@/features/vendors/filters";
import { VENDORS } from "@/features/vendors/list";

type Props = PageProps<"/[locale]/vendors">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("vendors");
  return { title: t("title") };
}

export default async function VendorsPage({ searchParams }: Props) {
  const t = await getTranslations("vendors");
  const asked = await searchParams;
  return (
    <ListPage
      list={VENDORS}
      asked={asked}
      fields={[
        { name: "q", label: t("find") },
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: VENDOR_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
      ]}
      empty={{ icon: <Store />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list, { person }) => (
        <PageFrame title={t("title")}>
          {list}
          {mayDo(person, "decide_vendors") && (
            <ChosenForm
              title={t("chosen.title")}
              action={decideChosen}
              steps={[
                { value: "approve", label: t("approve") },
                ...(mayDo(person, "close_vendors") ? [{ value: "refuse", label: t("refuse") }] : []),
              ]}
              reasonLabel={t("chosen.reason")}
            />
          )}
        </PageFrame>
      )}
    />
  );
}
