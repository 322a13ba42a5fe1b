import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Seen } from "@/features/behaviour/seen";
import { readAttempt } from "@/features/checkout/attempt-cookie";
import { NextStep } from "@/features/checkout/next-step";
import { findCheckout } from "@/features/checkout/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/checkout/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("checkout");
  return { title: t("payment"), robots: { index: false } };
}

/** Between the order and its confirmation: what to do for the payment. It asks the API again until that is decided. */
export default async function CheckoutStepPage({ params, searchParams }: Props) {
  const [{ id }, { go }, { locale }, attempt] = await Promise.all([params, searchParams, currentShop(), readAttempt()]);
  if (attempt?.checkoutId !== id) redirect(`/${locale.tag}/cart`); // an old address, from before a newer attempt
  const checkout = await findCheckout(attempt);
  if (!checkout) notFound();
  if (checkout.status !== "awaiting_payment") redirect(`/${locale.tag}/checkout/return`);
  return (
    <>
      <Seen event={{ kind: "checkout", step: "payment" }} />
      <NextStep checkout={checkout} isNew={go === "1"} />
    </>
  );
}
