import { buttonClass } from "@globalmarket/ui/button";
import { SelectField, TextField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { Link, LinkForm } from "../frame/link";
import { writeFilters } from "./filters";

export interface FilterField {
  /** Of the address's parameter. */
  name: string;
  label: string;
  /** An id is shown only where it is set: another page's link has set it. */
  type?: "search" | "date" | "select" | "id";
  /** Of a select: what it can be narrowed to. "All" comes first by itself. */
  options?: { value: string; label: string }[];
  hint?: string;
}

interface Props {
  /** The list's address without filters. */
  here: string;
  chosen: Record<string, string | undefined>;
  fields: FilterField[];
  /** The columns and the order that are chosen: another filter leaves them. */
  kept?: Record<string, string | undefined>;
}

/** Narrows a list. The filters stand in the address, so the way back keeps them. */
export async function FilterForm({ here, chosen, fields, kept = {} }: Props) {
  const t = await getTranslations("frame");
  return (
    <LinkForm key={JSON.stringify(chosen)} action={here} role="search" className="flex flex-wrap items-end gap-3">
      {fields.map((field) => (
        <Field key={field.name} field={field} value={chosen[field.name] ?? ""} all={t("all_states")} />
      ))}
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <button type="submit" className={buttonClass("secondary")}>
        {t("show")}
      </button>
      {Object.keys(chosen).length > 0 && (
        <Link href={here + writeFilters(kept)} className={buttonClass("quiet")}>
          {t("clear")}
        </Link>
      )}
    </LinkForm>
  );
}

function Field({ field, value, all }: { field: FilterField; value: string; all: string }) {
  const { name, label, type = "search", options = [], hint } = field;
  const common = { id: `filter-${name}`, name, label, hint, defaultValue: value };
  if (type === "select") {
    return (
      <SelectField {...common}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </SelectField>
    );
  }
  if (type === "id") return value ? <TextField {...common} dir="ltr" className="min-w-72" /> : null;
  const width = type === "search" ? "min-w-56 flex-1" : "";
  return <TextField {...common} type={type} className={width} dir={type === "search" ? "auto" : undefined} />;
}
