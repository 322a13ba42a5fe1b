import { buttonClass } from "@globalmarket/ui/button";
import { SelectField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { LinkForm } from "./link";

interface Props {
  /** The list's address without filters. */
  here: string;
  /** Of the address's parameter. */
  name: string;
  chosen: string | undefined;
  states: { value: string; label: string }[];
}

/** Narrows a list to one state. It stands in the address, so the way back keeps it. */
export async function StateFilter({ here, name, chosen = "", states }: Props) {
  const t = await getTranslations("frame");
  return (
    <LinkForm key={chosen} action={here} className="flex flex-wrap items-end gap-3">
      <SelectField id={name} name={name} label={t("state")} defaultValue={chosen}>
        <option value="">{t("all_states")}</option>
        {states.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <button type="submit" className={buttonClass("secondary")}>
        {t("show")}
      </button>
    </LinkForm>
  );
}
