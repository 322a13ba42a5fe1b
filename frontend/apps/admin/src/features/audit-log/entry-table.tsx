import type { AuditLogEntry } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { type ChangedValue, changesOf } from "./changes";

/** Entries, a row each. */
export async function entryTable(): Promise<ListTable<AuditLogEntry>> {
  const t = await getTranslations("audit_log");
  const { locale } = await currentSite();
  const here = `/${locale.tag}/audit-log`;
  const narrowed = (name: string, value: string) => (
    <Link href={`${here}?${new URLSearchParams({ [name]: value })}`} className="underline underline-offset-4">
      <bdi dir="ltr">{value}</bdi>
    </Link>
  );
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "at", title: t("at"), time: ({ at }) => at },
      {
        key: "who",
        title: t("who"),
        text: ({ actor_id, actor_role, actor_address }) =>
          [actor_id, actor_role, actor_address].filter(Boolean).join(" · "),
        cell: ({ actor_id, actor_role, actor_address }) => (
          <div>
            {narrowed("actor", actor_id)}
            <span className="block text-muted">
              <bdi dir="ltr">{[actor_role, actor_address].filter(Boolean).join(" · ")}</bdi>
            </span>
          </div>
        ),
      },
      {
        key: "action",
        title: t("action"),
        text: ({ action, resource }) => `${action} ${resource}`,
        cell: ({ action, resource }) => (
          <div>
            {narrowed("action", action)}
            <span className="mt-1 block text-muted">{narrowed("resource", resource)}</span>
          </div>
        ),
      },
      {
        key: "reason",
        title: t("reason"),
        text: ({ reason }) => reason,
        cell: ({ reason }) => <bdi className="block max-w-56">{reason || "–"}</bdi>,
      },
      {
        key: "changes",
        title: t("changes"),
        text: (entry) =>
          changesOf(entry.old as never, entry.new as never)
            .map(changeText)
            .join("; "),
        cell: (entry) => {
          const changes = changesOf(entry.old as never, entry.new as never);
          return changes.length ? <Changes changes={changes} title={t("changed", { count: changes.length })} /> : "–";
        },
      },
    ],
  };
}

function changeText({ name, before = "", after = "" }: ChangedValue): string {
  return `${name}: ${before} → ${after}`;
}

/** Old and new values, folded. */
function Changes({ changes, title }: { changes: ChangedValue[]; title: string }) {
  return (
    <details>
      <summary className="cursor-pointer py-2">{title}</summary>
      <dl className="max-w-80 break-words text-sm" dir="ltr">
        {changes.map(({ name, before, after }) => (
          <div key={name} className="py-1">
            <dt className="text-muted">{name}</dt>
            <dd>
              {before !== undefined && <del className="me-2 text-sale">{before}</del>}
              {after !== undefined && <ins className="no-underline">{after}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
