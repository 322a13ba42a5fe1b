import type { PayVoucher } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { Poll } from "./poll";

const POLL_S = 15;

interface Props {
  action: PayVoucher;
  orderId: string;
}

/** What to pay at a shop or by a transfer, and until when. */
export async function Voucher({ action, orderId }: Props) {
  const t = await getTranslations("checkout");
  const format = await getFormatter();
  const { locale, region } = await currentShop();
  const nameOf = (name: string) => (t.has(`voucher_details.${name}`) ? t(`voucher_details.${name}`) : name);
  const entries = [
    { name: t("reference"), value: action.reference },
    ...action.details.map(({ name, value }) => ({ name: nameOf(name), value })),
  ];
  return (
    <div className="mx-auto flex max-w-lg flex-col gap-5 px-4 py-12">
      <h1 className="font-bold text-2xl tracking-tight">{t("voucher_title")}</h1>
      <p className="text-muted">{t("voucher_hint")}</p>
      <dl className="divide-y divide-line rounded-xl border border-line px-4">
        {entries.map(({ name, value }) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-6 py-3">
            <dt className="text-muted">{name}</dt>
            <dd className="select-all break-all font-semibold tabular-nums">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {action.expires_at && (
        <p>
          {t("pay_until", {
            time: format.dateTime(new Date(action.expires_at), {
              dateStyle: "long",
              timeStyle: "short",
              timeZone: region.timezone,
            }),
          })}
        </p>
      )}
      {action.url && (
        <a href={action.url} className={buttonClass()}>
          {t("open_voucher")}
        </a>
      )}
      <Link href={`/${locale.tag}/orders/${orderId}`} className={buttonClass("secondary")}>
        {t("view_order")}
      </Link>
      <Poll everySeconds={POLL_S} />
    </div>
  );
}
