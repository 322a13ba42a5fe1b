import { ListPage } from "@globalmarket/web/lists/list-page";
import { Scale } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChosenForm } from "@/features/chosen/chosen-form";
import { settleChosen } from "@/features/reconciliation/chosen-actions";
import { DIFFERENCE_KINDS, DIFFERENCE_STATES, OWNERS } from "@/features/reconciliation/filters";
import { DIFFERENCES } from "@/features/reconciliation/list";
import { ReconciliationFrame } from "@/features/reconciliation/recon-frame";

type Props = PageProps<"/[locale]/reconciliation">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("title") };
}

export default async function DifferencesPage({ searchParams }: Props) {
  const t = await getTranslations("reconciliation");
  const asked = await searchParams;
  return (
    <ListPage
      list={DIFFERENCES}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: DIFFERENCE_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        {
          name: "kind",
          type: "select",
          label: t("what"),
          options: DIFFERENCE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
        {
          name: "owner",
          type: "select",
          label: t("owner"),
          options: OWNERS.map((value) => ({ value, label: t(`owners.${value}`) })),
        },
        { name: "provider", label: t("provider") },
      ]}
      empty={{ icon: <Scale />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <ReconciliationFrame part="differences">
          {list}
          <ChosenForm
            title={t("chosen.title")}
            action={settleChosen}
            steps={(["resolved", "explained"] as const).map((value) => ({ value, label: t(`settled.${value}`) }))}
          />
        </ReconciliationFrame>
      )}
    />
  );
}
