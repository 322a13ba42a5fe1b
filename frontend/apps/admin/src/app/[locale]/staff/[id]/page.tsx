import { formatDay, languageName } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { AccessForms } from "@/features/staff/access-forms";
import { STAFF_DONE } from "@/features/staff/done";
import { MemberMark } from "@/features/staff/member-table";
import { getMember } from "@/features/staff/reads";

type Props = PageProps<"/[locale]/staff/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("staff");
  return { title: t("member") };
}

export default async function MemberPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("staff");
  const { locale, region } = await currentSite();
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const home = `/${locale.tag}`;
  return (
    <Gate path={`/staff/${id}`} right="run_region">
      {async (person) => {
        const member = await getMember(id);
        return (
          <PageFrame
            above={<BackLink href={`${home}/staff${from}`}>{t("title")}</BackLink>}
            title={<bdi>{member.name}</bdi>}
            mark={<MemberMark member={member} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(STAFF_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("email"), value: <bdi dir="ltr">{member.email}</bdi> },
                  { name: t("language"), value: languageName(member.language) },
                  { name: t("since"), value: formatDay(member.created_at, locale.tag, region.timezone) },
                ]}
              />
              <Link href={`${home}/audit-log?actor=${member.id}`} className="self-start underline underline-offset-4">
                {t("to_log")}
              </Link>
            </Panel>
            {person.id === member.id ? (
              <p className="text-muted">{t("own")}</p>
            ) : (
              <AccessForms member={member} from={from} />
            )}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
