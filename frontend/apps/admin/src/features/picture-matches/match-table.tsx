import type { MatchedPicture, MatchState, MatchView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { Decide } from "./match-forms";

const TONES: Record<MatchState, Tone> = { open: "warn", copied: "bad", allowed: "plain" };

/** Pairs, a row each: both pictures with the products that show them. */
export async function matchTable(rows: MatchView[]): Promise<ListTable<MatchView>> {
  const names = await vendorNames(rows.flatMap(({ earlier, later }) => [earlier.vendor_id, later.vendor_id]));
  const t = await getTranslations("picture-matches");
  const { locale } = await currentSite();
  const name = ({ vendor_id }: MatchedPicture) => names.get(vendor_id) ?? vendor_id;
  const side = (picture: MatchedPicture) => <Side picture={picture} vendor={name(picture)} locale={locale.tag} />;
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "earlier",
        title: t("earlier"),
        text: ({ earlier }) => `${name(earlier)} ${earlier.product_id}`,
        cell: ({ earlier }) => side(earlier),
      },
      {
        key: "later",
        title: t("later"),
        text: ({ later }) => `${name(later)} ${later.product_id}`,
        cell: ({ later }) => side(later),
      },
      {
        key: "similarity",
        title: t("similarity"),
        isNumber: true,
        text: ({ similarity }) => new Intl.NumberFormat(locale.tag, { style: "percent" }).format(similarity),
      },
      { key: "found", title: t("found"), time: ({ found_at }) => found_at },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state, reason }) => (
          <>
            <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
            {reason && (
              <span className="block text-muted">
                <bdi>{reason}</bdi>
              </span>
            )}
          </>
        ),
      },
      { key: "decide", title: t("decide"), cell: ({ id, state }) => state === "open" && <Decide id={id} /> },
    ],
  };
}

function Side({ picture, vendor, locale }: { picture: MatchedPicture; vendor: string; locale: string }) {
  return (
    <Link
      href={`/${locale}/products/${picture.product_id}`}
      className="flex flex-col gap-1 underline underline-offset-4"
    >
      <img
        src={picture.url}
        alt=""
        width={120}
        height={120}
        loading="lazy"
        className="size-30 rounded-md bg-sunken object-contain"
      />
      <bdi>{vendor}</bdi>
    </Link>
  );
}
