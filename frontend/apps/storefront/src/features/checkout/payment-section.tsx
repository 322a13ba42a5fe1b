import type { PaymentMethodOption } from "@globalmarket/api";
import { Banknote, CreditCard, Landmark, ReceiptText, Smartphone, Wallet } from "lucide-react";
import type { CardText } from "@/features/account/card-texts";
import type { Values } from "@/features/address/read-address";
import { paymentValue, SAVE_PREFIX } from "./draft";
import { Section } from "./section";
import type { CheckoutWords } from "./words";

const ICONS: Record<string, typeof Wallet> = {
  card: CreditCard,
  bank: Landmark,
  cash: Banknote,
  phone: Smartphone,
  voucher: ReceiptText,
};

/** A way to pay, with the texts of the saved cards that can be paid with. */
export type PayableMethod = PaymentMethodOption & { cards: CardText[] };

interface Props {
  methods: PayableMethod[];
  values: Values;
  error: string | undefined;
  words: CheckoutWords;
}

/** The ways to pay that the marketplace offers for this cart; none where gift cards and store credit pay for all of it. */
export function PaymentSection({ methods, values, error, words }: Props) {
  const free = methods.find(({ kind }) => kind === "none");
  if (free) {
    return (
      <Section title={words.payment}>
        <input type="hidden" name="payment_method" value={free.code} />
        <p>{words.nothing_to_pay}</p>
      </Section>
    );
  }
  const choices = methods.flatMap((method) => choicesOf(method, words));
  const first = choices.find(({ value }) => value === values.payment_method) ?? choices[0];
  return (
    <Section title={words.payment}>
      <fieldset className="flex flex-col gap-2" aria-describedby={error ? "payment_method-error" : undefined}>
        <legend className="sr-only">{words.payment}</legend>
        {choices.map((choice, place) => (
          <Choice
            key={choice.value}
            {...choice}
            id={place === 0 ? "payment_method" : undefined}
            isFirst={choice === first}
            isSaved={values[choice.save ?? ""] === "on"}
            words={words}
          />
        ))}
      </fieldset>
      {words.bank_converts && <p className="text-muted text-sm">{words.bank_converts}</p>}
      {error && (
        <p id="payment_method-error" className="text-sale text-sm">
          {error}
        </p>
      )}
    </Section>
  );
}

interface PaymentChoice {
  value: string;
  kind: string;
  name: string;
  hints: string[];
  /** The name of the tick that saves the card, where it can be saved. */
  save?: string;
}

/** The saved cards of a method, and the method itself. */
function choicesOf({ code, kind, name, missing, cards, can_save_card }: PayableMethod, words: CheckoutWords) {
  const hints: Record<string, string> = {
    card: words.card_hint,
    bank: words.bank_hint,
    cash: words.cash_hint,
    phone: words.phone_hint,
    voucher: words.voucher_payment_hint,
    wallet: words.wallet_hint,
  };
  const needed = missing.includes("shipping_address.phone") ? [words.needs_phone] : [];
  const saved: PaymentChoice[] = cards.map((card) => ({
    value: paymentValue(code, card.id),
    kind,
    name: card.name,
    hints: [card.expiry, ...needed],
  }));
  const other: PaymentChoice = {
    value: code,
    kind,
    name: cards.length ? words.other_card : name,
    hints: [hints[kind], ...needed].filter((hint) => hint !== undefined),
    ...(can_save_card ? { save: SAVE_PREFIX + code } : {}),
  };
  return [...saved, other];
}

interface ChoiceProps extends PaymentChoice {
  id: string | undefined;
  isFirst: boolean;
  isSaved: boolean;
  words: CheckoutWords;
}

function Choice({ id, value, kind, name, hints, save, isFirst, isSaved, words }: ChoiceProps) {
  const Icon = ICONS[kind] ?? Wallet;
  return (
    <div className="group/choice rounded-lg border border-line has-[[type=radio]:checked]:border-brand has-[[type=radio]:checked]:bg-brand-soft">
      <label className="flex min-h-14 cursor-pointer items-center gap-3 px-3 py-2">
        <input
          type="radio"
          id={id}
          name="payment_method"
          value={value}
          defaultChecked={isFirst}
          className="size-4 accent-brand"
        />
        <span className="min-w-0 flex-1">
          <span className="font-medium">{name}</span>
          {hints.map((hint) => (
            <span key={hint} className="block text-muted text-sm">
              {hint}
            </span>
          ))}
        </span>
        <Icon aria-hidden className="size-5 text-muted" />
      </label>
      {save && (
        <label className="hidden min-h-11 cursor-pointer items-start gap-3 px-3 pb-3 group-has-[[type=radio]:checked]/choice:flex">
          <input type="checkbox" name={save} defaultChecked={isSaved} className="mt-1 size-4 accent-brand" />
          <span className="min-w-0 flex-1 text-sm">
            {words.save_card}
            <span className="block text-muted">{words.save_card_hint}</span>
          </span>
        </label>
      )}
    </div>
  );
}
