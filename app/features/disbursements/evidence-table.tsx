import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import type { EvidenceView } from "./queries.server.ts";

const sizeText = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** Files of evidence; inside the organization with who may see each. */
export function EvidenceTable({ evidence, inside }: { evidence: readonly EvidenceView[]; inside: boolean }) {
  const t = useT("disbursements");
  return (
    <CardsTable
      caption={t("evidenceCaption")}
      variant="duo"
      rows={evidence}
      rowKey={(file) => file.id}
      columns={[
        {
          key: "file",
          head: t("file"),
          cell: (file) => (
            <>
              <a href={inside ? `/workspace/evidence/${file.id}` : `/evidence/${file.id}`}>{file.fileName}</a>
              <small>
                {t(`kind_${file.kind}`)} · {sizeText(file.sizeBytes)}
              </small>
            </>
          ),
        },
        {
          key: "day",
          head: t("batchDay"),
          className: "num",
          cell: (file) => <DateText value={file.addedAt} />,
        },
        inside
          ? {
              key: "shown",
              head: t("shownTo"),
              cell: (file) => t(file.isPublic ? "shownPublic" : "shownPrivate"),
            }
          : {
              key: "sha",
              head: t("sha"),
              cell: (file) => <span className="code">{file.sha256.slice(0, 16)}…</span>,
            },
      ]}
    />
  );
}
