import { buttonClass } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { getTranslations } from "next-intl/server";
import { Link, LinkForm } from "../frame/link";
import { PageFrame } from "../frame/page-frame";
import { Panel } from "../frame/panel";
import type { FoundGroup } from "./found";

interface Props {
  /** This page's address. */
  here: string;
  q: string;
  groups: FoundGroup[];
}

/** What the palette does, as a page: for who has no scripts, and to keep an answer. */
export async function FindPage({ here, q, groups }: Props) {
  const t = await getTranslations("palette");
  const found = groups.filter(({ items }) => items.length > 0);
  return (
    <PageFrame title={t("title")}>
      <LinkForm key={q} action={here} role="search" className="flex flex-wrap items-end gap-3">
        <TextField
          id="q"
          name="q"
          type="search"
          label={t("field")}
          defaultValue={q}
          dir="auto"
          className="min-w-56 flex-1"
        />
        <button type="submit" className={buttonClass("primary")}>
          {t("go")}
        </button>
      </LinkForm>
      {q && found.length === 0 && <p className="text-muted">{t("none")}</p>}
      {found.map(({ label, items }) => (
        <Panel key={label} title={label}>
          <ul className="flex flex-col">
            {items.map(({ title, href, note }) => (
              <li key={href}>
                <Link href={href} className="inline-block py-2 underline underline-offset-4">
                  <bdi>{title}</bdi>
                </Link>
                {note && (
                  <span className="ms-3 text-muted text-sm">
                    <bdi>{note}</bdi>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </PageFrame>
  );
}
