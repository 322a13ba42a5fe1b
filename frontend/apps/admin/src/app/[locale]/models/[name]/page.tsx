import { Badge } from "@globalmarket/ui/badge";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Brain } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MODEL_DONE } from "@/features/models/done";
import { Switch, Train } from "@/features/models/model-forms";
import { getModel, listVersions } from "@/features/models/reads";
import { Trial } from "@/features/models/trial";
import { VersionTable } from "@/features/models/version-table";

type Props = PageProps<"/[locale]/models/[name]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("model") };
}

export default async function ModelPage({ params, searchParams }: Props) {
  const { name } = await params;
  const asked = await searchParams;
  const t = await getTranslations("models");
  const { locale } = await currentSite();
  const cursor = readCursor(asked);
  return (
    <Gate path={`/models/${name}`} right="edit_catalogue">
      {async () => {
        const model = await getModel(name);
        const canBeTried =
          model.can_be_tried && model.trial?.state !== "running" && model.is_on && !model.is_shadow && !!model.active;
        const { items, next_cursor } = await listVersions(model.name, { cursor });
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/models`}>{t("title")}</BackLink>}
            title={t(`names.${model.name}`)}
            mark={<Badge tone={model.is_on ? "good" : "plain"}>{t(model.is_on ? "on" : "off")}</Badge>}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(MODEL_DONE.map((done) => [done, t(`done.${done}`)]))}
            />
            <Trial model={model} />
            <Switch model={model} what="is_on" />
            <Switch model={model} what="is_shadow" />
            <Switch model={model} what="renews_itself" />
            <Train model={model} />
            <h2 className="font-semibold text-lg">{t("versions")}</h2>
            <Listing
              here={`/${locale.tag}/models/${model.name}`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Brain />, title: t("no_versions"), hint: t("no_versions_hint") }}
            >
              {items.length > 0 && <VersionTable versions={items} canBeTried={canBeTried} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
