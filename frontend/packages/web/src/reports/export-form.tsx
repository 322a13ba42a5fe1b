import { buttonClass } from "@globalmarket/ui/button";
import { SelectField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { Link } from "../frame/link";

const FORMATS = ["xlsx", "csv", "json"] as const;

interface Props {
  /** The report's parameters, as the API names them. */
  asked: Record<string, string>;
  /** Of the page with the files. */
  files: string;
  request: (form: FormData) => Promise<void>;
}

/** Asks for the report as a file with all of its rows; it works without scripts. */
export async function ExportForm({ asked, files, request }: Props) {
  const t = await getTranslations("reports");
  return (
    <form action={request} className="no-print flex flex-wrap items-end gap-3">
      {Object.entries(asked).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="key" value={crypto.randomUUID()} />
      <SelectField id="format" name="format" label={t("as_file")} defaultValue="xlsx">
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {format.toUpperCase()}
          </option>
        ))}
      </SelectField>
      <button type="submit" className={buttonClass("secondary")}>
        {t("make_file")}
      </button>
      <Link href={files} className={buttonClass("quiet")}>
        {t("files")}
      </Link>
    </form>
  );
}
