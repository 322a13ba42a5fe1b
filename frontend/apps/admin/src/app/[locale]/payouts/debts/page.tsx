import { ListPage } from "@globalmarket/web/lists/list-page";
import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DEBTS } from "@/features/payouts/list";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";

type Props = PageProps<"/[locale]/payouts/debts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("parts.debts") };
}

export default async function DebtsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const asked = await searchParams;
  return (
    <ListPage
      list={DEBTS}
      asked={asked}
      fields={[
        {
          name: "is_open",
          type: "select",
          label: t("state"),
          options: [
            { value: "true", label: t("debt_open") },
            { value: "false", label: t("debt_ended") },
          ],
        },
      ]}
      empty={{ icon: <ShieldCheck />, title: t("no_debts"), hint: t("no_debts_hint") }}
      frame={(list) => (
        <PayoutsFrame part="debts">
          <p className="max-w-2xl text-muted">{t("debts_hint")}</p>
          {list}
        </PayoutsFrame>
      )}
    />
  );
}
