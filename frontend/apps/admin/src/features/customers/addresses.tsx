import type { SavedAddress } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { addressLines } from "@/features/address/lines";

/** What the customer has saved, to read. */
export async function Addresses({ addresses }: { addresses: SavedAddress[] }) {
  const t = await getTranslations("customers");
  const { locale } = await currentSite();
  return (
    <Panel title={t("addresses")}>
      {addresses.length === 0 && <p className="text-muted">{t("no_addresses")}</p>}
      <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
        {addresses.map(({ id, label, address, is_default_shipping, is_default_billing }) => (
          <li key={id} className="flex flex-col gap-2">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {label && <bdi>{label}</bdi>}
              {is_default_shipping && <Badge tone="plain">{t("for_delivery")}</Badge>}
              {is_default_billing && <Badge tone="plain">{t("for_invoices")}</Badge>}
            </span>
            <address className="not-italic">
              {addressLines(address, locale.language).map((line) => (
                <bdi key={line} className="block">
                  {line}
                </bdi>
              ))}
            </address>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
