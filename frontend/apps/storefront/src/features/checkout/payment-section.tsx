import type { PaymentMethodOption } from "@globalmarket/api";
import { Banknote, CreditCard, Landmark, ReceiptText, Smartphone, Wallet } from "lucide-react";
import { Section } from "./section";
import type { CheckoutWords } from "./words";

const ICONS: Record<string, typeof Wallet> = {
  card: CreditCard,
  bank: Landmark,
  cash: Banknote,
  phone: Smartphone,
  voucher: ReceiptText,
};

interface Props {
  methods: PaymentMethodOption[];
  chosen: string | undefined;
  error: string | undefined;
  words: CheckoutWords;
}

/** The ways to pay that the marketplace offers for this cart; none where gift cards and store credit pay for all of it. */
export function PaymentSection({ methods, chosen, error, words }: Props) {
  const hints: Record<string, string> = {
    card: words.card_hint,
    bank: words.bank_hint,
    cash: words.cash_hint,
    phone: words.phone_hint,
    voucher: words.voucher_payment_hint,
    wallet: words.wallet_hint,
  };
  const free = methods.find(({ kind }) => kind === "none");
  if (free) {
    return (
      <Section title={words.payment}>
        <input type="hidden" name="payment_method" value={free.code} />
        <p>{words.nothing_to_pay}</p>
      </Section>
    );
  }
  const first = methods.find(({ code }) => code === chosen) ?? methods[0];
  return (
    <Section title={words.payment}>
      <fieldset className="flex flex-col gap-2" aria-describedby={error ? "payment_method-error" : undefined}>
        <legend className="sr-only">{words.payment}</legend>
        {methods.map(({ code, kind, name, missing }, place) => {
          const Icon = ICONS[kind] ?? Wallet;
          return (
            <label
              key={code}
              className="flex min-h-14 cursor-pointer items-center gap-3 rounded-lg border border-line px-3 py-2 has-checked:border-brand has-checked:bg-brand-soft"
            >
              <input
                type="radio"
                id={place === 0 ? "payment_method" : undefined}
                name="payment_method"
                value={code}
                defaultChecked={code === first?.code}
                className="size-4 accent-brand"
              />
              <span className="min-w-0 flex-1">
                <span className="font-medium">{name}</span>
                {hints[kind] && <span className="block text-muted text-sm">{hints[kind]}</span>}
                {missing.includes("shipping_address.phone") && (
                  <span className="block text-muted text-sm">{words.needs_phone}</span>
                )}
              </span>
              <Icon aria-hidden className="size-5 text-muted" />
            </label>
          );
        })}
      </fieldset>
      {error && (
        <p id="payment_method-error" className="text-sale text-sm">
          {error}
        </p>
      )}
    </Section>
  );
}
