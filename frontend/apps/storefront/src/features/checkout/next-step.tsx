import type { CheckoutDetail } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { CreditCard, Hourglass, Landmark, Smartphone } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { currentShop } from "@/server/shop";
import { stripeScript } from "@/server/stripe";
import { GoTo } from "./go-to";
import { InPagePayment } from "./in-page-payment";
import { Poll } from "./poll";
import { Voucher } from "./voucher";

const POLL_S = 2;
const POLL_WHILE_TYPING_S = 10;

interface Props {
  checkout: CheckoutDetail;
  /** The order was placed this moment: the payment page opens by itself. */
  isNew: boolean;
}

/** What a customer has to do, or wait for, until the payment is decided. */
export async function NextStep({ checkout, isNew }: Props) {
  const t = await getTranslations("checkout");
  const { action } = checkout.payment;
  if (action?.type === "redirect") {
    return (
      <Step
        icon={<Landmark />}
        title={isNew ? t("to_payment_page") : t("not_paid_yet")}
        text={isNew ? "" : t("not_paid_hint")}
      >
        {isNew ? <GoTo url={action.url} /> : <Poll everySeconds={POLL_S} />}
        <a href={action.url} className={buttonClass()}>
          {t("open_payment_page")}
        </a>
        {!isNew && <CheckAgain id={checkout.id} />}
        {!isNew && <OtherWay />}
      </Step>
    );
  }
  if (action?.type === "confirm_in_page" && stripeScript) {
    const { locale } = await currentShop();
    return (
      <Step icon={<CreditCard />} title={t("pay_in_page")} text={t("pay_in_page_hint")}>
        <InPagePayment
          key={action.client_secret}
          script={stripeScript}
          clientSecret={action.client_secret}
          publishableKey={action.publishable_key}
          language={locale.language}
          returnPath={`/${locale.tag}/checkout/return`}
          words={{
            pay: t("pay_now"),
            loading: t("form_loading"),
            unavailable: t("form_unavailable"),
            declined: t("endings.declined"),
          }}
        />
        <Poll everySeconds={POLL_WHILE_TYPING_S} />
        <OtherWay />
      </Step>
    );
  }
  if (action?.type === "approve_on_phone") {
    return (
      <Step icon={<Smartphone />} title={t("approve_on_phone", { phone: action.phone })} text={t("approve_hint")}>
        <Poll everySeconds={action.poll_interval_s} />
        <CheckAgain id={checkout.id} />
        <OtherWay />
      </Step>
    );
  }
  if (action?.type === "pay_voucher") return <Voucher action={action} orderId={checkout.order_id} />;
  return (
    <Step icon={<Hourglass />} title={t("waiting")} text={t("waiting_hint")}>
      <Poll everySeconds={POLL_S} />
      <CheckAgain id={checkout.id} />
      {action && <OtherWay />}
    </Step>
  );
}

interface StepProps {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}

function Step({ icon, title, text, children }: StepProps) {
  return (
    <div role="status" className="mx-auto flex max-w-lg flex-col items-center gap-5 px-4 py-16 text-center">
      <span aria-hidden className="rounded-full bg-brand-soft p-5 text-brand [&_svg]:size-8">
        {icon}
      </span>
      <h1 className="text-balance font-bold text-2xl tracking-tight">{title}</h1>
      {text && <p className="text-muted">{text}</p>}
      {children}
    </div>
  );
}

/** The page asks by itself; this is for whose scripts are late, or who does not want to wait. */
async function CheckAgain({ id }: { id: string }) {
  const t = await getTranslations("checkout");
  const { locale } = await currentShop();
  return (
    <Link href={`/${locale.tag}/checkout/${id}`} className={buttonClass("quiet")}>
      {t("check_again")}
    </Link>
  );
}

async function OtherWay() {
  const t = await getTranslations("checkout");
  const { locale } = await currentShop();
  return (
    <Link href={`/${locale.tag}/checkout`} className={buttonClass("quiet")}>
      {t("other_way")}
    </Link>
  );
}
