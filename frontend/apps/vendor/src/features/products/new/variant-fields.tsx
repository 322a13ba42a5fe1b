"use client";

import { TextField } from "@globalmarket/ui/field";
import { useState } from "react";
import { combinations, MOST_OPTIONS, MOST_VARIANTS, readOptions, signatureOf } from "./options";
import { VariantTable, type VariantWords } from "./variant-table";

export interface OptionWords extends VariantWords {
  options: string;
  optionsHint: string;
  optionName: string;
  optionValues: string;
  forAll: string;
  forAllHint: string;
  weight: string;
  optional: string;
  tooMany: string;
}

interface Props {
  /** Of the form, before the fields' ids. */
  id: string;
  currencies: string[];
  /** What the fields hold at first, by name: of the product that this one is made like. */
  values: Record<string, string>;
  words: OptionWords;
}

/** What variants differ in, what holds for all of them, and a table of them that follows what is typed. Without scripts the table is absent. */
export function VariantFields({ id, currencies, values, words }: Props) {
  const [typed, setTyped] = useState(values);
  const options = readOptions(typed);
  const count = combinations(options).length;
  const isOne = options.length === 0;
  const field = (name: string, label: string) => ({
    id: `${id}-${name}`,
    name,
    label,
    defaultValue: values[name] ?? "",
    optional: words.optional,
  });
  return (
    <>
      <fieldset className="flex flex-col gap-4">
        <legend className="font-semibold text-lg">{words.options}</legend>
        <p className="text-muted text-sm">{words.optionsHint}</p>
        {Array.from({ length: MOST_OPTIONS }, (_, place) => `option.${place}`).map((option) => (
          <div
            key={option}
            className="grid gap-4 sm:grid-cols-[1fr_2fr]"
            onChange={({ target }) => {
              const { name, value } = target as HTMLInputElement;
              setTyped((before) => ({ ...before, [name]: value }));
            }}
          >
            <TextField {...field(`${option}.name`, words.optionName)} maxLength={255} dir="auto" />
            <TextField {...field(`${option}.values`, words.optionValues)} dir="auto" />
          </div>
        ))}
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="font-semibold text-lg">{words.forAll}</legend>
        {!isOne && <p className="text-muted text-sm">{words.forAllHint}</p>}
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {currencies.map((currency) => (
            <TextField
              key={currency}
              {...field(`price.${currency}`, `${words.price} (${currency})`)}
              inputMode="decimal"
              dir="ltr"
            />
          ))}
          {isOne && <TextField {...field("sku", words.sku)} maxLength={255} dir="ltr" />}
          <TextField {...field("stock", words.stock)} inputMode="numeric" dir="ltr" />
          <TextField {...field("weight_g", words.weight)} inputMode="numeric" dir="ltr" />
        </div>
      </fieldset>
      {count > MOST_VARIANTS && <p role="alert">{words.tooMany}</p>}
      {!isOne && count <= MOST_VARIANTS && (
        <VariantTable
          key={signatureOf(options)}
          id={id}
          options={options}
          currencies={currencies}
          values={values}
          words={words}
        />
      )}
    </>
  );
}
