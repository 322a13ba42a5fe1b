"use client";

import { SelectField, TextField } from "@globalmarket/ui/field";
import { type ReactNode, useState } from "react";
import { type AddressField, type AddressPart, fieldsOf } from "./country-fields";
import type { Values } from "./read-address";

export interface AddressWords {
  country: string;
  optional: string;
  choose: string;
  parts: Record<AddressPart, string>;
  /** What the first line must name, by country. */
  lineHints: Record<string, string>;
  emirates: Record<string, string>;
}

interface Props {
  /** Of the fields' names: `shipping_address` makes `shipping_address.city`. */
  prefix: string;
  countries: { code: string; name: string }[];
  values: Values;
  errors: Values;
  words: AddressWords;
  /** Browsers fill in the customer's delivery or billing address. */
  purpose: "shipping" | "billing";
  /** What shows the fields of another country where there are no scripts. */
  withoutScripts?: ReactNode;
}

const FILLED_WITH: Record<AddressPart, string> = {
  name: "name",
  company: "organization",
  vat_number: "off",
  line1: "address-line1",
  line2: "address-line2",
  area: "address-level3",
  city: "address-level2",
  region: "address-level1",
  postcode: "postal-code",
  landmark: "off",
  phone: "tel",
};

// Only companies have one.
const WITH_COMPANY = "hidden group-has-[[name$='.company']:not(:placeholder-shown)]/address:flex";

/** An address's fields: those of its country, in the order in which people there write them. */
export function AddressFields({ prefix, countries, values, errors, words, purpose, withoutScripts }: Props) {
  const [country, setCountry] = useState(values[`${prefix}.country`] ?? countries[0]?.code ?? "");
  const shared = { prefix, values, errors, words, country, purpose };
  return (
    <div className="group/address grid gap-4 sm:grid-cols-2">
      <SelectField
        id={`${prefix}.country`}
        name={`${prefix}.country`}
        label={words.country}
        defaultValue={country}
        onChange={(event) => {
          setCountry(event.target.value);
          keepOnReset(event.target);
        }}
        error={errors[`${prefix}.country`]}
        autoComplete={`${purpose} country`}
        className="sm:col-span-2"
      >
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      {withoutScripts && <noscript className="sm:col-span-2">{withoutScripts}</noscript>}
      {fieldsOf(country).map((field) => (
        <Field key={`${country} ${field.part}`} field={field} {...shared} />
      ))}
    </div>
  );
}

/** React resets a form once it was sent; without this the first country of the list would be chosen then. */
function keepOnReset(select: HTMLSelectElement): void {
  for (const option of select.options) option.defaultSelected = option.selected;
}

type FieldProps = Pick<Props, "prefix" | "values" | "errors" | "words" | "purpose"> & {
  field: AddressField;
  country: string;
};

function Field({ field: { part, isRequired, options }, prefix, values, errors, words, country, purpose }: FieldProps) {
  const name = `${prefix}.${part}`;
  const isHalf = part === "postcode" || part === "city" || part === "area" || part === "region";
  const common = {
    id: name,
    name,
    label: words.parts[part],
    error: errors[name],
    optional: isRequired ? undefined : words.optional,
    defaultValue: values[name] ?? "",
    required: isRequired,
    autoComplete: FILLED_WITH[part] === "off" ? "off" : `${purpose} ${FILLED_WITH[part]}`,
    className: `${isHalf ? "" : "sm:col-span-2"} ${part === "vat_number" ? WITH_COMPANY : ""}`,
    placeholder: part === "company" ? " " : undefined, // what "no company was typed" is known by
  };
  if (options) {
    return (
      <SelectField {...common}>
        <option value="">{words.choose}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {words.emirates[option] ?? option}
          </option>
        ))}
      </SelectField>
    );
  }
  const hint = part === "line1" ? words.lineHints[country] : undefined;
  const isNumber = part === "phone" || part === "postcode" || part === "vat_number";
  return (
    <TextField
      {...common}
      hint={hint}
      type={part === "phone" ? "tel" : "text"}
      dir={isNumber ? "ltr" : "auto"}
      maxLength={200}
    />
  );
}
