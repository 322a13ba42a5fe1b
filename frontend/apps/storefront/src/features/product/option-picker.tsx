import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import type { Choice } from "./variants";

interface Props {
  options: Choice["options"];
  path: string;
}

/** A row of values for each option. Each is a link to the page with that choice, so it works without scripts and can be shared. */
export async function OptionPicker({ options, path }: Props) {
  const t = await getTranslations("product");
  return options.map((option) => {
    const chosen = option.values.find(({ isChosen }) => isChosen);
    return (
      <section key={option.key} aria-label={option.name} className="flex flex-col gap-2">
        <p className="text-sm">
          <span className="font-semibold">{option.name}</span> <span className="text-muted">{chosen?.label}</span>
        </p>
        <ul className="flex flex-wrap gap-2">
          {option.values.map((value) => (
            <li key={value.label}>
              <Link
                href={path + value.query}
                replace
                scroll={false}
                aria-current={value.isChosen ? "true" : undefined}
                className={`inline-flex min-h-11 min-w-11 items-center justify-center rounded-lg border px-4 text-sm aria-current:border-2 aria-current:border-ink aria-current:font-semibold ${value.isAvailable ? "border-edge hover:border-ink" : "border-line border-dashed text-muted line-through"}`}
              >
                {value.label}
                {!value.isAvailable && <span className="sr-only"> ({t("sold_out")})</span>}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
