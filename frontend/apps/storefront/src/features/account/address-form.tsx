"use client";

import { Button } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { FormSummary } from "@globalmarket/ui/form-summary";
import { type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { useServerForm } from "@globalmarket/web/forms/use-server-form";
import { AddressFields, type AddressWords } from "@/features/address/address-fields";
import type { Values } from "@/features/address/read-address";
import { saveAddress } from "./address-actions";

interface Props {
  /** With what the book has: `id`, `etag`; or the `key` of a new one. */
  values: Values;
  countries: { code: string; name: string }[];
  address: AddressWords;
  words: {
    label: string;
    labelHint: string;
    defaultShipping: string;
    defaultBilling: string;
    save: string;
    showFields: string;
    optional: string;
  };
}

export function AddressForm({ values: stored, countries, address, words }: Props) {
  const { state, isSending, form } = useServerForm<FormState | null>(saveAddress, null, (_before, sent, message) =>
    unsent(message, Object.fromEntries([...sent].map(([name, value]) => [name, String(value)]))),
  );
  const values = state?.values ?? stored;
  const errors = state?.errors ?? {};
  const listed = Object.entries(errors).map(([id, message]) => ({ id, message: named(id, message, address) }));
  return (
    <form {...form} noValidate className="flex flex-col gap-5">
      {state?.message && (
        <FormSummary kind={state.kind} message={state.message} errors={listed} attempt={state.attempt} />
      )}
      {["id", "etag", "key"].map((name) => (
        <input key={name} type="hidden" name={name} value={values[name] ?? ""} />
      ))}
      <div key={state?.attempt} className="flex flex-col gap-5">
        <AddressFields
          prefix="address"
          countries={countries}
          values={values}
          errors={errors}
          words={address}
          purpose="shipping"
          withoutScripts={
            <Button type="submit" look="secondary" name="other_country" value="1">
              {words.showFields}
            </Button>
          }
        />
        <TextField
          id="label"
          name="label"
          label={words.label}
          hint={words.labelHint}
          optional={words.optional}
          error={errors.label}
          defaultValue={values.label ?? ""}
          maxLength={50}
          autoComplete="off"
          dir="auto"
        />
        <div className="flex flex-col">
          <Default name="is_default_shipping" label={words.defaultShipping} values={values} stored={stored} />
          <Default name="is_default_billing" label={words.defaultBilling} values={values} stored={stored} />
        </div>
      </div>
      <Button type="submit" disabled={isSending} className="self-start">
        {words.save}
      </Button>
    </form>
  );
}

interface DefaultProps {
  name: string;
  label: string;
  values: Values;
  stored: Values;
}

/** What is the default already stays it until another one becomes it: then there is nothing to take off. */
function Default({ name, label, values, stored }: DefaultProps) {
  return (
    <label htmlFor={name} className="flex min-h-11 items-center gap-3">
      <input
        id={name}
        name={name}
        type="checkbox"
        defaultChecked={values[name] === "on"}
        disabled={stored[name] === "on"}
        className="size-5 shrink-0 accent-brand"
      />
      {label}
    </label>
  );
}

function named(field: string, message: string, words: AddressWords): string {
  const part = field.replace("address.", "") as keyof AddressWords["parts"];
  const label = field === "address.country" ? words.country : words.parts[part];
  return label ? `${label}: ${message}` : message;
}
