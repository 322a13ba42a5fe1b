"use client";

import { Button } from "@globalmarket/ui/button";
import { AddressFields, type AddressWords } from "@/features/address/address-fields";
import type { Values } from "@/features/address/read-address";
import { Section } from "./section";
import type { CheckoutWords } from "./words";

export interface SavedChoice {
  id: string;
  text: string;
}

interface Props {
  values: Values;
  errors: Values;
  words: CheckoutWords;
  addressWords: AddressWords;
  countries: { code: string; name: string }[];
  /** Of the customer's book. */
  saved: SavedChoice[];
  isShipped: boolean;
}

const CHOICE =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg border border-line px-3 py-2 text-sm has-checked:border-brand has-checked:bg-brand-soft";

/** Where to send it, and where to bill it if that is another place. */
export function AddressSection({ values, errors, words, addressWords, countries, saved, isShipped }: Props) {
  const shared = { values, errors, countries, words: addressWords };
  const showFields = (
    <Button type="submit" look="secondary" name="intent" value="show_fields">
      {words.show_fields}
    </Button>
  );
  const billing = <AddressFields {...shared} prefix="billing_address" purpose="billing" />;
  if (!isShipped) return <Section title={words.billing}>{billing}</Section>;
  return (
    <Section title={words.address}>
      <div className="group/saved flex flex-col gap-4">
        {saved.length > 0 && (
          <fieldset className="flex flex-col gap-2">
            <legend className="sr-only">{words.address}</legend>
            {[...saved, { id: "", text: words.new_address }].map(({ id, text }) => (
              <label key={id} className={CHOICE}>
                <input
                  type="radio"
                  name="saved_address"
                  value={id}
                  defaultChecked={values.saved_address === id}
                  className="size-4 accent-brand"
                />
                <bdi>{text}</bdi>
              </label>
            ))}
          </fieldset>
        )}
        <div
          className={
            saved.length > 0 ? "hidden group-has-[[name=saved_address][value='']:checked]/saved:block" : undefined
          }
        >
          <AddressFields {...shared} prefix="shipping_address" purpose="shipping" withoutScripts={showFields} />
        </div>
      </div>
      <div className="group/billing flex flex-col gap-4">
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            name="billing_same"
            defaultChecked={values.billing_same === "on"}
            className="size-4 accent-brand"
          />
          {words.billing_same}
        </label>
        <fieldset className="hidden group-has-[[name=billing_same]:not(:checked)]/billing:block">
          <legend className="mb-4 font-semibold">{words.billing}</legend>
          {billing}
        </fieldset>
      </div>
    </Section>
  );
}
