import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { ShieldQuestion } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChosenForm } from "@/features/chosen/chosen-form";
import { decideChosenRisks } from "@/features/payment-risks/chosen-actions";
import { REVIEWS, RISK_DONE } from "@/features/payment-risks/filters";
import { PAYMENT_RISKS } from "@/features/payment-risks/list";

type Props = PageProps<"/[locale]/payment-risks">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payment-risks");
  return { title: t("title") };
}

export default async function PaymentRisksPage({ searchParams }: Props) {
  const t = await getTranslations("payment-risks");
  const asked = await searchParams;
  return (
    <ListPage
      list={PAYMENT_RISKS}
      asked={asked}
      fields={[
        {
          name: "review",
          type: "select",
          label: t("review"),
          options: REVIEWS.map((value) => ({ value, label: t(`reviews.${value}`) })),
        },
      ]}
      empty={{ icon: <ShieldQuestion />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done asked={asked.done} messages={Object.fromEntries(RISK_DONE.map((name) => [name, t(`done.${name}`)]))} />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <ChosenForm
            title={t("chosen.title")}
            action={decideChosenRisks}
            steps={RISK_DONE.map((value) => ({ value, label: t(`moves.${value}`) }))}
          />
        </PageFrame>
      )}
    />
  );
}
