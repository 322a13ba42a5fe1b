import { Link } from "@globalmarket/web/frame/link";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { findVendors } from "./reads";

interface Props {
  /** The page's address, to which a choice adds `vendor_id`. */
  here: string;
  q: string | undefined;
}

/** Which vendor something is about: found by name, chosen by a link. */
export async function VendorPicker({ here, q }: Props) {
  const t = await getTranslations("money");
  const vendors = await findVendors(q ?? "");
  const { locale } = await currentSite();
  return (
    <>
      <FilterForm here={here} chosen={q ? { q } : {}} fields={[{ name: "q", label: t("find_vendor") }]} />
      {vendors.length > 0 ? (
        <ul aria-label={t("choose_vendor")} className="flex flex-col divide-y divide-line">
          {vendors.map(({ id, name, currency }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 py-2">
              <Link href={`${here}?vendor_id=${id}`} className="py-2 underline underline-offset-4">
                <bdi>{name}</bdi>
              </Link>
              <span className="py-2 text-muted">
                {new Intl.DisplayNames(locale.tag, { type: "currency" }).of(currency)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t("no_vendor")}</p>
      )}
    </>
  );
}
