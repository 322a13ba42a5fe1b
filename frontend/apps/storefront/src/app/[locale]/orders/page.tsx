import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { lookUpOrder } from "@/features/orders/lookup-actions";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("lookup_title"), robots: { index: false } };
}

/** Where guests find their order without its mail. */
export default async function LookUpPage() {
  const t = await getTranslations("orders");
  const { locale } = await currentShop();
  return (
    <div className="mx-auto max-w-md px-4 py-10">
      <h1 className="mb-3 font-bold text-3xl tracking-tight">{t("lookup_title")}</h1>
      <p className="mb-6 text-muted">{t("lookup_hint")}</p>
      <FieldForm
        id="lookup"
        action={lookUpOrder}
        fields={[
          { name: "number", label: t("number"), autoComplete: "off", maxLength: 30 },
          { name: "email", label: t("email"), type: "email", autoComplete: "email" },
        ]}
        submit={t("lookup")}
      />
      <Link href={`/${locale.tag}/account/orders`} className="mt-6 inline-block py-2 underline underline-offset-4">
        {t("account_orders")}
      </Link>
    </div>
  );
}
