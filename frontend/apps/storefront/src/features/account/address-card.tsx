import type { SavedAddress } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { AddressLines } from "@/features/address/address-lines";
import { currentShop } from "@/server/shop";
import { removeAddress } from "./address-actions";

export async function AddressCard({ saved }: { saved: SavedAddress }) {
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const marks = [
    saved.is_default_shipping && t("default_shipping_mark"),
    saved.is_default_billing && t("default_billing_mark"),
  ].filter(Boolean);
  const which = saved.label || saved.address.line1;
  return (
    <article className="flex h-full flex-col gap-3 rounded-xl border border-line bg-raised p-5">
      {saved.label && (
        <h2 dir="auto" className="font-semibold">
          {saved.label}
        </h2>
      )}
      <AddressLines address={saved.address} />
      {marks.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {marks.map((mark) => (
            <li key={String(mark)} className="rounded-full bg-brand-soft px-2.5 py-0.5 text-xs">
              {mark}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-auto flex gap-2 pt-2">
        <Link href={`/${locale.tag}/account/addresses/${saved.id}`} className={buttonClass("secondary")}>
          {t("edit")} <span className="sr-only">{which}</span>
        </Link>
        <FieldForm
          id={`remove-${saved.id}`}
          action={removeAddress}
          look="quiet"
          submit={
            <span>
              {t("remove")} <span className="sr-only">{which}</span>
            </span>
          }
          fields={[{ name: "id", type: "hidden", value: saved.id }]}
        />
      </div>
    </article>
  );
}
