import { ListPage } from "@globalmarket/web/lists/list-page";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PAYOUT_STATES } from "@/features/payouts/filters";
import { PAYOUTS } from "@/features/payouts/list";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";

type Props = PageProps<"/[locale]/payouts/all">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("parts.all") };
}

export default async function PayoutsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const asked = await searchParams;
  return (
    <ListPage
      list={PAYOUTS}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: PAYOUT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { name: "vendor_id", type: "id", label: t("vendor") },
      ]}
      empty={{ icon: <Landmark />, title: t("no_payouts"), hint: t("no_payouts_hint") }}
      frame={(list) => <PayoutsFrame part="all">{list}</PayoutsFrame>}
    />
  );
}
