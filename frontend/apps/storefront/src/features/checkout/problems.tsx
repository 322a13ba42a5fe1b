"use client";

import { FormSummary } from "@globalmarket/ui/form-summary";
import type { AddressWords } from "@/features/address/address-fields";
import type { CheckoutState } from "./draft";
import { listErrors } from "./field-errors";
import type { CheckoutWords } from "./words";

interface Props {
  state: CheckoutState;
  words: CheckoutWords;
  addressWords: AddressWords;
}

/** What stands in the way of the order, all of it, with a link to each field. */
export function Problems({ state, words, addressWords }: Props) {
  const labels = { email: words.email, parts: addressWords.parts };
  const errors = listErrors(state.errors, state.values, labels).map(({ field, label, text }) => ({
    id: field,
    message: label ? `${label}: ${text}` : text,
  }));
  const message = state.message ?? (errors.length ? words.errors_title : null);
  if (!message) return null;
  return <FormSummary kind="problem" message={message} errors={errors} attempt={String(state.answers)} />;
}
