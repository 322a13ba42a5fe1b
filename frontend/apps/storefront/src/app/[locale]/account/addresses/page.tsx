import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { Link } from "@globalmarket/web/frame/link";
import { requirePerson } from "@globalmarket/web/server/person";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { AddressCard } from "@/features/account/address-card";
import { listAddresses } from "@/features/account/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/addresses">;

const DONE = ["saved", "removed"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.addresses"), robots: { index: false } };
}

export default async function AddressesPage({ searchParams }: Props) {
  await requirePerson("/account/addresses");
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const { done } = await searchParams;
  const happened = DONE.find((one) => one === done);
  const addresses = await listAddresses();
  return (
    <AccountFrame section="addresses" title={t("sections.addresses")}>
      {happened && <Notice kind="success">{t(`address_${happened}`)}</Notice>}
      {addresses.length === 0 && <p className="text-muted">{t("no_address")}</p>}
      <ul className="grid gap-4 sm:grid-cols-2">
        {addresses.map((saved) => (
          <li key={saved.id}>
            <AddressCard saved={saved} />
          </li>
        ))}
      </ul>
      <Link href={`/${locale.tag}/account/addresses/new`} className={buttonClass("primary", "self-start")}>
        <Plus aria-hidden className="size-5" />
        {t("add_address")}
      </Link>
    </AccountFrame>
  );
}
