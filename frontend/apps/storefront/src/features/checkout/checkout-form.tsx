"use client";

import { Button } from "@globalmarket/ui/button";
import { TextArea, TextField } from "@globalmarket/ui/field";
import { Notice } from "@globalmarket/ui/notice";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { type FormEvent, type ReactNode, startTransition, useState } from "react";
import type { AddressWords } from "@/features/address/address-fields";
import { DeliveryChoice } from "@/features/cart/delivery-choice";
import type { DeliveryOption } from "@/features/cart/delivery-options";
import { useCartEditing } from "@/features/cart/settling";
import { keepChoice, placeOrder } from "./actions";
import { AddressSection, type SavedChoice } from "./address-section";
import { CHOICE_PREFIX, type CheckoutState, typedValues } from "./draft";
import { type PayableMethod, PaymentSection } from "./payment-section";
import { Problems } from "./problems";
import { Section } from "./section";
import type { CheckoutWords } from "./words";

const MOST_OF_NOTE = 500;

export interface VendorDelivery {
  vendorId: string;
  legend: string;
  options: DeliveryOption[];
}

interface Props {
  initial: CheckoutState;
  cart: { id: string; total: string; payLabel: string };
  countries: { code: string; name: string }[];
  saved: SavedChoice[];
  delivery: VendorDelivery[];
  methods: PayableMethod[];
  words: CheckoutWords;
  addressWords: AddressWords;
  /** What is bought and what it costs. */
  children: ReactNode;
}

/** Everything that an order needs, on one page and sent once. */
export function CheckoutForm({ initial, cart, delivery, methods, words, children, ...address }: Props) {
  const { state, isSending, form } = useServerForm(placeOrder, initial, unsent);
  const [problem, setProblem] = useState<string | null>(null);
  const { isSettling, edit } = useCartEditing();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (isSettling) return event.preventDefault();
    setProblem(null);
    form.onSubmit(event);
  };
  const keep = (event: FormEvent<HTMLFormElement>) => {
    const { name } = event.target as HTMLInputElement;
    if (!changesTotal(name)) return;
    const choices = new FormData(event.currentTarget);
    edit(async () => {
      const answer = await keepChoice(name, choices).catch(() => words.failed);
      startTransition(() => setProblem(answer));
    });
  };
  return (
    <form
      action={form.action}
      onSubmit={submit}
      onChange={keep}
      noValidate
      className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[1fr_24rem]"
    >
      <input type="hidden" name="cart_id" value={cart.id} />
      <input type="hidden" name="quoted_total" value={cart.total} />
      <div className="flex min-w-0 flex-col gap-5">
        <Problems state={state} words={words} addressWords={address.addressWords} />
        {problem && <Notice kind="problem">{problem}</Notice>}
        <Section title={words.contact}>
          <TextField
            id="email"
            name="email"
            type="email"
            label={words.email}
            hint={words.email_hint}
            error={state.errors.email}
            defaultValue={state.values.email ?? ""}
            autoComplete="email"
            dir="ltr"
            required
          />
        </Section>
        <AddressSection
          {...address}
          values={state.values}
          errors={state.errors}
          words={words}
          isShipped={delivery.length > 0}
        />
        {delivery.length > 0 && (
          <Section title={words.delivery}>
            {delivery.map(({ vendorId, legend, options }) => (
              <DeliveryChoice
                key={vendorId}
                vendorId={vendorId}
                legend={legend}
                options={options}
                error={state.errors[CHOICE_PREFIX + vendorId]}
              />
            ))}
            <TextArea
              id="note"
              name="note"
              label={words.note}
              optional={words.optional}
              hint={words.note_hint}
              defaultValue={state.values.note ?? ""}
              error={state.errors.note}
              maxLength={MOST_OF_NOTE}
              rows={2}
              dir="auto"
            />
          </Section>
        )}
        <PaymentSection methods={methods} values={state.values} error={state.errors.payment_method} words={words} />
      </div>
      <aside className="flex flex-col gap-5 rounded-2xl bg-sunken p-5 lg:sticky lg:top-4">
        {children}
        <Button type="submit" className="min-h-13 w-full text-base" aria-disabled={isSending || isSettling}>
          {isSending ? words.ordering : cart.payLabel}
        </Button>
      </aside>
    </form>
  );
}

/** No answer of the shop: all that was typed stays, and so does the key, since the order may have been placed. */
function unsent(before: CheckoutState, form: FormData, message: string): CheckoutState {
  return { ...before, answers: before.answers + 1, values: typedValues(form), errors: {}, message };
}

function changesTotal(name: string): boolean {
  return (
    name.startsWith(CHOICE_PREFIX) || ["payment_method", "shipping_address.country", "saved_address"].includes(name)
  );
}
