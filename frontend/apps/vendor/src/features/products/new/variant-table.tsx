"use client";

import { combinations, labelOf, signatureOf, type TypedOption } from "./options";

export interface VariantWords {
  variants: string;
  variantsHint: string;
  variant: string;
  price: string;
  sku: string;
  stock: string;
  skip: string;
}

interface Props {
  id: string;
  options: TypedOption[];
  currencies: string[];
  /** What the rows hold at first: `row.S / Red.price.EUR`. */
  values: Record<string, string>;
  words: VariantWords;
}

const INPUT = "min-h-11 w-full min-w-24 rounded-lg border border-edge bg-surface px-3 text-ink";

/** Each variant that the options make, with what differs from the others. What is empty is as for all. */
export function VariantTable({ id, options, currencies, values, words }: Props) {
  const columns = [
    ...currencies.map((currency) => ({ name: `price.${currency}`, title: `${words.price} (${currency})` })),
    { name: "sku", title: words.sku },
    { name: "stock", title: words.stock },
  ];
  return (
    <section
      aria-label={words.variants}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="overflow-x-auto rounded-xl border border-line"
    >
      <input type="hidden" name="rows" value={signatureOf(options)} />
      <table className="w-full border-collapse text-sm">
        <caption className="p-3 text-start text-muted">{words.variantsHint}</caption>
        <thead className="border-line border-y bg-sunken text-muted">
          <tr>
            {[words.variant, ...columns.map(({ title }) => title), words.skip].map((title) => (
              <th key={title} scope="col" className="px-3 py-2 text-start font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {combinations(options).map((chosen, row) => {
            const label = labelOf(options, chosen);
            return (
              <tr key={label}>
                <th scope="row" className="whitespace-nowrap px-3 py-2 text-start font-semibold">
                  <bdi>{label}</bdi>
                </th>
                {columns.map(({ name, title }) => (
                  <td key={name} className="px-3 py-2">
                    <input
                      id={`${id}-variants.${row}.${name}`}
                      name={`variants.${row}.${name}`}
                      aria-label={`${title}: ${label}`}
                      defaultValue={values[`row.${label}.${name}`] ?? ""}
                      inputMode={name === "sku" ? "text" : "decimal"}
                      dir="ltr"
                      className={INPUT}
                    />
                  </td>
                ))}
                <td className="px-3 py-2">
                  <input
                    type="checkbox"
                    name={`variants.${row}.skip`}
                    aria-label={`${words.skip}: ${label}`}
                    className="size-5 accent-brand"
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
