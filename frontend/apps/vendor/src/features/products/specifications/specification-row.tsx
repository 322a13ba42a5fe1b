import { SelectField, TextField } from "@globalmarket/ui/field";
import { useState } from "react";
import { fieldName, nameIn, type Row } from "./rows";
import type { Suggested } from "./specification-form";

export interface SpecificationWords {
  name: string;
  kind: string;
  kinds: { value: string; label: string }[];
  value: string;
  number: string;
  unit: string;
  yes: string;
  no: string;
  unsaid: string;
  others: string;
  optional: string;
}

interface Props {
  place: number;
  row: Row;
  errors: Record<string, string>;
  suggested: Suggested[];
  main: string;
  others: { code: string; name: string }[];
  words: SpecificationWords;
}

// The chosen kind says which fields are there; a rule of style, so that it holds without scripts.
const WORDED =
  "hidden group-has-[option[value=choice]:checked]/row:flex group-has-[option[value=text]:checked]/row:flex";
const NUMBER = "hidden group-has-[option[value=number]:checked]/row:flex";
const YES_NO = "hidden group-has-[option[value=yes_no]:checked]/row:flex";

/** One specification: its name, its kind, and the value of that kind; other languages below. */
export function SpecificationRow({ place, row, errors, suggested, main, others, words }: Props) {
  const [called, setCalled] = useState(nameIn(row, main));
  const known = suggested.find(({ name }) => name.toLowerCase() === called.trim().toLowerCase());
  const field = (name: string, label: string, value = "") => ({
    id: `specifications-${fieldName(place, name)}`,
    name: fieldName(place, name),
    label,
    defaultValue: value,
    error: errors[fieldName(place, name)],
  });
  const text = (name: "name" | "text", code: string, label: string) => ({
    ...field(`${name}.${code}`, label, row[name][code]),
    lang: code,
    dir: "auto" as const,
    maxLength: name === "name" ? 255 : 1000,
  });
  const list = (name: string, values: string[] = []) => (values.length ? { list: `${name}-${place}` } : {});
  const isOpen = others.some(
    ({ code }) => errors[fieldName(place, `name.${code}`)] || errors[fieldName(place, `text.${code}`)],
  );
  return (
    <fieldset className="group/row flex min-w-0 flex-col gap-3 p-4">
      <legend className="sr-only">{nameIn(row, main) || `${words.name} ${place + 1}`}</legend>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_3fr]">
        <TextField
          {...text("name", main, words.name)}
          list="specification-names"
          onChange={({ target }) => setCalled(target.value)}
        />
        <SelectField {...field("kind", words.kind, row.kind)}>
          {words.kinds.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <div className="sm:max-lg:col-span-2">
          <div className={`${WORDED} flex-col`}>
            <TextField {...text("text", main, words.value)} {...list("values", known?.values)} />
          </div>
          <div className={`${NUMBER} gap-4`}>
            <TextField
              {...field("number", words.number, row.number)}
              inputMode="decimal"
              dir="ltr"
              className="min-w-0 flex-2"
            />
            <TextField
              {...field("unit", words.unit, row.unit)}
              {...list("units", known?.units)}
              maxLength={20}
              dir="ltr"
              className="min-w-0 flex-1"
            />
          </div>
          <div className={`${YES_NO} flex-col`}>
            <SelectField {...field("is_so", words.value, row.is_so)}>
              <option value="">{words.unsaid}</option>
              <option value="yes">{words.yes}</option>
              <option value="no">{words.no}</option>
            </SelectField>
          </div>
        </div>
      </div>
      <Options id={`values-${place}`} values={known?.values} />
      <Options id={`units-${place}`} values={known?.units} />
      <details open={isOpen || undefined}>
        <summary className="min-h-9 py-1 text-muted text-sm">{words.others}</summary>
        <div className="mt-2 grid gap-4 sm:grid-cols-2">
          {others.map(({ code, name }) => (
            <div key={code} className="flex min-w-0 flex-col gap-3">
              <TextField {...text("name", code, `${words.name} · ${name}`)} optional={words.optional} />
              <div className={`${WORDED} flex-col`}>
                <TextField {...text("text", code, `${words.value} · ${name}`)} optional={words.optional} />
              </div>
            </div>
          ))}
        </div>
      </details>
    </fieldset>
  );
}

function Options({ id, values }: { id: string; values: string[] | undefined }) {
  if (!values?.length) return null;
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
