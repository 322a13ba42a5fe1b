import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { CreditCard } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddMethod } from "@/features/payment-methods/add-method";
import { METHOD_DONE } from "@/features/payment-methods/done";
import { PAYMENT_METHODS } from "@/features/payment-methods/list";
import { Providers } from "@/features/payment-methods/providers";

type Props = PageProps<"/[locale]/payment-methods">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payment-methods");
  return { title: t("title") };
}

export default async function PaymentMethodsPage({ searchParams }: Props) {
  const t = await getTranslations("payment-methods");
  const asked = await searchParams;
  return (
    <ListPage
      list={PAYMENT_METHODS}
      asked={asked}
      empty={{ icon: <CreditCard />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <Done
            asked={asked.done}
            messages={Object.fromEntries(METHOD_DONE.map((name) => [name, t(`done.${name}`)]))}
          />
          <p className="max-w-2xl text-muted">{t("hint")}</p>
          {list}
          <Providers />
          <AddMethod />
        </PageFrame>
      )}
    />
  );
}
