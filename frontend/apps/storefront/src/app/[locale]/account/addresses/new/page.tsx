import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { AddressEditor } from "@/features/account/address-editor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("add_address"), robots: { index: false } };
}

export default async function NewAddressPage() {
  const customer = await requirePerson("/account/addresses/new");
  const t = await getTranslations("account");
  return (
    <AccountFrame section="addresses" title={t("add_address")}>
      <AddressEditor saved={null} name={customer.name} phone={customer.phone} />
    </AccountFrame>
  );
}
