import { languageName } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { answerOr } from "@globalmarket/web/server/problems";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { pictureAdvice, type Version } from "../reads";
import { PictureForm } from "./picture-form";
import { UploadForm } from "./upload-form";

/** The product's pictures, and where new ones are sent. */
export async function PicturesPanel({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const { id, images } = product;
  const advice = Object.entries(await answerOr({}, pictureAdvice(id)));
  const isDrawing = images.some(({ state }) => state === "processing");
  return (
    <Panel title={t("pictures.title")}>
      {isDrawing && <Refresh />}
      {images.length > 0 ? (
        <PictureForm
          productId={id}
          etag={etag}
          images={images}
          advice={Object.fromEntries(
            advice.map(([image, found]) => [image, found.map((one) => t(`pictures.advice.${one}`))]),
          )}
          languages={region.languages.map((code) => ({ code, name: languageName(code) }))}
          words={{
            alt: t("pictures.alt"),
            optional: t("optional"),
            remove: t("pictures.remove"),
            drag: t("pictures.drag"),
            earlier: t("pictures.earlier"),
            later: t("pictures.later"),
            save: t("pictures.save"),
            picture: t("pictures.picture"),
            processing: t("pictures.processing"),
            advice: t("pictures.advice.title"),
          }}
        />
      ) : (
        <p className="text-muted">{t("pictures.none")}</p>
      )}
      <UploadForm
        productId={id}
        firstKey={crypto.randomUUID()}
        words={{
          drop: t("pictures.drop"),
          choose: t("pictures.choose"),
          hint: t("pictures.hint"),
          alt: t("pictures.alt"),
          altHint: t("pictures.alt_hint"),
          optional: t("optional"),
          send: t("pictures.send"),
          sending: t("pictures.sending"),
          chosen: t("pictures.chosen"),
        }}
      />
    </Panel>
  );
}
