import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { AddressEditor } from "@/features/account/address-editor";
import { getAddress } from "@/features/account/reads";

type Props = PageProps<"/[locale]/account/addresses/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("edit_address"), robots: { index: false } };
}

export default async function EditAddressPage({ params }: Props) {
  const { id } = await params;
  const customer = await requirePerson(`/account/addresses/${id}`);
  const t = await getTranslations("account");
  return (
    <AccountFrame section="addresses" title={t("edit_address")}>
      <AddressEditor saved={await getAddress(id)} name={customer.name} phone={customer.phone} />
    </AccountFrame>
  );
}
