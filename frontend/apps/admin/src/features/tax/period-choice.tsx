import { buttonClass } from "@globalmarket/ui/button";
import { SelectField } from "@globalmarket/ui/field";
import { LinkForm } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";

interface Props {
  here: string;
  /** Of the address's parameter. */
  name: string;
  label: string;
  chosen: string;
  options: readonly { value: string; label: string }[];
}

/** Which period a report is of; it stands in the address. */
export async function PeriodChoice({ here, name, label, chosen, options }: Props) {
  const t = await getTranslations("frame");
  return (
    <LinkForm key={chosen} action={here} role="search" className="flex flex-wrap items-end gap-3">
      <SelectField id={name} name={name} label={label} defaultValue={chosen}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </SelectField>
      <button type="submit" className={buttonClass("secondary")}>
        {t("show")}
      </button>
    </LinkForm>
  );
}
