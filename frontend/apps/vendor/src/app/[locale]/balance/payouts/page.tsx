import { ListPage } from "@globalmarket/web/lists/list-page";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PAYOUTS } from "@/features/money/list";
import { MoneyFrame } from "@/features/money/money-frame";

type Props = PageProps<"/[locale]/balance/payouts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.payouts") };
}

export default async function PayoutsPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const asked = await searchParams;
  return (
    <ListPage
      list={PAYOUTS}
      asked={asked}
      empty={{ icon: <Landmark />, title: t("no_payouts"), hint: t("no_payouts_hint") }}
      frame={(list) => <MoneyFrame part="payouts">{list}</MoneyFrame>}
    />
  );
}
