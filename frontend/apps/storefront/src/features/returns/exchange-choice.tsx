import { SelectField } from "@globalmarket/ui/field";

export interface ExchangeField {
  /** Of the field. */
  name: string;
  title: string;
  options: { value: string; text: string }[];
}

interface Props {
  fields: ExchangeField[];
  values: Record<string, string>;
  errors: Record<string, string>;
  words: Record<"instead" | "insteadHint" | "moneyBack", string>;
}

/** Whether another variant is to come instead of the money, product by product. */
export function ExchangeChoice({ fields, values, errors, words }: Props) {
  if (!fields.length) return null;
  return (
    <fieldset className="flex flex-col gap-4" aria-describedby="exchange-hint">
      <legend className="mb-1 font-semibold">{words.instead}</legend>
      <p id="exchange-hint" className="text-muted text-sm">
        {words.insteadHint}
      </p>
      {fields.map(({ name, title, options }) => (
        <SelectField
          key={name}
          id={name}
          name={name}
          label={title}
          error={errors[name]}
          defaultValue={values[name] ?? ""}
        >
          <option value="">{words.moneyBack}</option>
          {options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectField>
      ))}
    </fieldset>
  );
}
