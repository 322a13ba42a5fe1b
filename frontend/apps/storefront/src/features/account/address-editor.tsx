import type { SavedAddress } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { addressValues, type Values } from "@/features/address/read-address";
import { addressWords, servedCountries } from "@/features/address/words";
import { currentShop } from "@/server/shop";
import { AddressForm } from "./address-form";

interface Props {
  /** None for a new one. */
  saved: SavedAddress | null;
  /** Who the address most likely is of. */
  name: string;
  phone: string;
}

export async function AddressEditor({ saved, name, phone }: Props) {
  const [t, words, forms] = await Promise.all([
    getTranslations("account"),
    getTranslations("address"),
    getTranslations("forms"),
  ]);
  const { locale } = await currentShop();
  const values: Values = saved
    ? {
        id: saved.id,
        etag: saved.etag,
        label: saved.label,
        is_default_shipping: saved.is_default_shipping ? "on" : "",
        is_default_billing: saved.is_default_billing ? "on" : "",
        ...addressValues(saved.address, "address"),
      }
    : {
        key: crypto.randomUUID(),
        "address.country": locale.country,
        "address.name": name,
        "address.phone": phone,
      };
  return (
    <AddressForm
      values={values}
      countries={await servedCountries()}
      address={await addressWords()}
      words={{
        label: t("address_label"),
        labelHint: t("address_label_hint"),
        defaultShipping: t("default_shipping"),
        defaultBilling: t("default_billing"),
        save: t("save_address"),
        showFields: words("show_fields"),
        optional: forms("optional"),
      }}
    />
  );
}
