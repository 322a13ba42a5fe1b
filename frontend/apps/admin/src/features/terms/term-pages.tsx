import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { Tags } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { type Section, TERM_DONE } from "./kinds";
import { termList } from "./list";
import { getTerm } from "./reads";
import { RenameTable } from "./rename-table";
import { NamesForm, RenameForm } from "./term-forms";

type Asked = Record<string, string | string[] | undefined>;

/** The page of brands, of tags or of attributes. */
export async function TermListPage({ section, asked }: { section: Section; asked: Asked }) {
  const t = await getTranslations("terms");
  return (
    <ListPage
      list={termList(section)}
      asked={asked}
      fields={[{ name: "q", label: t("find") }]}
      empty={{ icon: <Tags />, title: t("none"), hint: t("none_hint") }}
      noneFound={{ title: t("none_found"), hint: t("none_found_hint") }}
      frame={(list) => (
        <PageFrame title={t(`${section}.title`)}>
          <Done asked={asked.done} messages={Object.fromEntries(TERM_DONE.map((name) => [name, t(`done.${name}`)]))} />
          <p className="max-w-2xl text-muted">{t(`${section}.hint`)}</p>
          {list}
          <RenameTable section={section} />
        </PageFrame>
      )}
    />
  );
}

/** What can be done with one spelling. */
export async function TermPage({ section, asked }: { section: Section; asked: Asked }) {
  const t = await getTranslations("terms");
  const { locale } = await currentSite();
  const spelling = typeof asked.text === "string" ? asked.text : "";
  const from = listQueryOf(asked);
  return (
    <Gate path={`/${section}/rename?text=${encodeURIComponent(spelling)}`} right="edit_catalogue">
      {async () => {
        const term = await getTerm(section, spelling);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/${section}${from}`}>{t(`${section}.title`)}</BackLink>}
            title={<bdi>{term.text}</bdi>}
          >
            <p className="text-muted">{t("has", { count: term.product_count })}</p>
            <Link
              href={`/${locale.tag}/products?q=${encodeURIComponent(term.text)}`}
              className="self-start underline underline-offset-4"
            >
              {t("to_products")}
            </Link>
            {section === "attributes" && <NamesForm term={term} />}
            <RenameForm section={section} term={term} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
