import { Listing } from "@globalmarket/web/frame/listing";
import { currentSite } from "@globalmarket/web/server/site";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MoneyFrame } from "@/features/money/money-frame";
import { PayoutTable } from "@/features/money/payout-table";
import { listPayouts } from "@/features/money/reads";

type Props = PageProps<"/[locale]/balance/payouts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.payouts") };
}

export default async function PayoutsPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  const [cursor] = [(await searchParams).cursor].flat();
  return (
    <Gate path="/balance/payouts" right="see_money">
      {async () => {
        const { items, next_cursor } = await listPayouts(cursor ? { cursor } : {});
        const empty = { icon: <Landmark />, title: t("no_payouts"), hint: t("no_payouts_hint") };
        return (
          <MoneyFrame part="payouts">
            <Listing here={`/${locale.tag}/balance/payouts`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <PayoutTable payouts={items} />}
            </Listing>
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
