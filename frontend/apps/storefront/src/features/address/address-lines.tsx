import type { Address } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { currentShop } from "@/server/shop";
import { addressWords } from "./words";

/** An address as it stands on an envelope. */
export async function AddressLines({ address }: { address: Address }) {
  const { locale } = await currentShop();
  const { emirates } = await addressWords();
  const place = [address.postcode, address.city].filter(Boolean).join(" ");
  const lines = [
    address.name,
    address.company,
    address.vat_number,
    address.line1,
    address.line2,
    address.area,
    place,
    emirates[address.region] ?? address.region,
    address.landmark,
    countryName(address.country, locale.language),
  ];
  return (
    <address className="not-italic leading-relaxed">
      {lines.filter(Boolean).map((line) => (
        <p key={line}>
          <bdi>{line}</bdi>
        </p>
      ))}
      {address.phone && (
        <p>
          <bdi dir="ltr">{address.phone}</bdi>
        </p>
      )}
    </address>
  );
}
