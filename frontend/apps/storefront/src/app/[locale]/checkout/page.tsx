import { Notice } from "@globalmarket/ui/notice";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Seen } from "@/features/behaviour/seen";
import { findCart } from "@/features/cart/reads";
import { readAttempt } from "@/features/checkout/attempt-cookie";
import { CheckoutView } from "@/features/checkout/checkout-view";
import { endingSentence } from "@/features/checkout/endings";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/checkout">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("checkout");
  return { title: t("title"), robots: { index: false } };
}

export default async function CheckoutPage({ searchParams }: Props) {
  const t = await getTranslations("checkout");
  const { locale } = await currentShop();
  const [cart, query] = await Promise.all([findCart(), searchParams]);
  if (!cart || cart.vendors.length === 0) {
    const home = `/${locale.tag}`;
    redirect((await readAttempt()) ? `${home}/checkout/return` : `${home}/cart`);
  }
  const ending = await endingSentence(query);
  return (
    <div className="mx-auto max-w-6xl px-4 py-8">
      <h1 className="mb-6 font-bold text-3xl tracking-tight">{t("title")}</h1>
      {ending && (
        <div className="mb-5">
          <Notice kind="problem">{ending}</Notice>
        </div>
      )}
      <Seen event={{ kind: "checkout", step: "details" }} />
      <CheckoutView cart={cart} />
    </div>
  );
}
