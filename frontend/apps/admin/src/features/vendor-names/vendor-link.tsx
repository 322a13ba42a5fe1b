import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";

interface Props {
  id: string;
  /** By id, as `vendorNames` found them. */
  names: ReadonlyMap<string, string>;
}

/** A vendor by its name, and the way to its page. */
export async function VendorLink({ id, names }: Props) {
  const { locale } = await currentSite();
  if (!id) return null;
  return (
    <Link href={`/${locale.tag}/vendors/${id}`} className="underline underline-offset-4">
      <bdi>{names.get(id) ?? id}</bdi>
    </Link>
  );
}
