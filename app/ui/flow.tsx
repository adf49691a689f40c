import { formatFen } from "#app/lib/money.ts";
import { type FlowUse, layOutUpright, layOutWide, type Placed } from "#app/ui/flow-geometry.ts";
import { FlowRows } from "#app/ui/flow-rows.tsx";
import { FlowUpright } from "#app/ui/flow-upright.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { useSvgId } from "#app/ui/svg-id.ts";

export type { FlowUse } from "#app/ui/flow-geometry.ts";

export type FlowProps = {
  /** The whole drawing in one sentence, for people who do not see it; a table with the same rows follows. */
  caption: string;
  source: { label: string; fen: bigint; note?: string };
  /** What was taken off before anything could be used, for instance a fee. */
  cut?: { label: string; fen: bigint };
  arrivedLabel: string;
  heads: { used: string; reached: string };
  uses: readonly FlowUse[];
};

export type FlowPaint = { waiting: string; waitingNode: string };

/** One sum flowing from its source to its uses, drawn lying for wide pages and standing for phones. */
export function Flow(props: FlowProps) {
  const id = useSvgId("flow");
  const paint = { waiting: `url(#${id}w)`, waitingNode: `url(#${id}n)` };
  const arrivedFen = props.source.fen - (props.cut?.fen ?? 0n);
  const upright = layOutUpright(props.source.fen, props.uses, (use) => [
    use.short ?? use.label,
    formatFen(use.fen),
    use.to?.short ?? use.to?.label ?? "",
    use.to?.note ?? "",
  ]);
  return (
    <figure className="flow">
      <figcaption className="vh" id={id}>
        {props.caption}
      </figcaption>
      <svg className="vh" width="1" height="1" aria-hidden="true">
        <defs>
          <Hatch id={`${id}w`} step={6} line={1.6} ground="#eef5f2" ink="#8fb9ae" />
          <Hatch id={`${id}n`} step={5} line={2} ground="#e5f0ec" ink="#0a5c50" />
        </defs>
      </svg>
      <Wide {...props} labelledBy={id} paint={paint} arrivedFen={arrivedFen} />
      {upright === null ? (
        <FlowRows {...props} labelledBy={id} paint={paint} arrivedFen={arrivedFen} />
      ) : (
        <FlowUpright {...props} labelledBy={id} paint={paint} arrivedFen={arrivedFen} layout={upright} />
      )}
    </figure>
  );
}

function Hatch(props: { id: string; step: number; line: number; ground: string; ink: string }) {
  const { id, step, line, ground, ink } = props;
  return (
    <pattern id={id} width={step} height={step} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={step} height={step} fill={ground} />
      <rect width={line} height={step} fill={ink} />
    </pattern>
  );
}

/** What the three drawings are given. */
export type DrawingProps = FlowProps & { labelledBy: string; paint: FlowPaint; arrivedFen: bigint };

function Wide(props: DrawingProps) {
  const { source, cut, arrivedLabel, heads, uses, labelledBy, paint, arrivedFen } = props;
  const layout = layOutWide(source.fen, cut?.fen ?? 0n, uses);
  const { top, size } = layout.arrived;
  const bottom = top + size;
  const sourceMiddle = layout.source.top + layout.source.size / 2;
  return (
    <svg
      className="flow-wide"
      viewBox={`0 0 1040 ${layout.height.toFixed(0)}`}
      role="img"
      aria-labelledby={labelledBy}
    >
      <rect x="180" y={top} width="212" height={size} fill="#dcebe5" />
      {layout.uses.map((placed) => (
        <WideBand key={placed.use.key} placed={placed} paint={paint} />
      ))}
      <rect x="170" y={layout.source.top} width="10" height={layout.source.size} fill="#1a2320" />
      <rect x="392" y={top} width="10" height={size} fill="#0a5c50" />
      {cut !== undefined && cut.fen > 0n ? (
        <>
          <path
            d={`M180 ${layout.source.top + 0.8}C280 ${layout.source.top + 0.8} 290 ${top - 28} 384 ${top - 28}`}
            fill="none"
            stroke="#5b6661"
            strokeWidth="1.6"
          />
          <text x="390" y={top - 23} className="s">
            {cut.label} {formatYuan(cut.fen)}
          </text>
        </>
      ) : null}
      <text x="156" y={sourceMiddle - 14} className="h" textAnchor="end">
        {source.label}
      </text>
      <text x="156" y={sourceMiddle + 10} className="n" textAnchor="end">
        {formatYuan(source.fen)}
      </text>
      {source.note === undefined ? null : (
        <text x="156" y={sourceMiddle + 30} className="s" textAnchor="end">
          {source.note}
        </text>
      )}
      <text x="376" y={(top + bottom) / 2 - 6} className="h" textAnchor="end">
        {arrivedLabel}
      </text>
      <text x="376" y={(top + bottom) / 2 + 18} className="n" textAnchor="end">
        {formatYuan(arrivedFen)}
      </text>
      <text x="560" y="24" className="s">
        {heads.used}
      </text>
      {uses.some((use) => use.to !== undefined) ? (
        <text x="880" y="24" className="s">
          {heads.reached}
        </text>
      ) : null}
    </svg>
  );
}

function WideBand({ placed, paint }: { placed: Placed; paint: FlowPaint }) {
  const { use, from, at, size, middle } = placed;
  const unused = use.state === "unused";
  const waiting = use.state === "waiting";
  // Words on a band thinner than themselves stand clear of it instead of being struck through.
  const thin = !unused && size < 24;
  const band = `M402 ${from}C481 ${from} 481 ${at} 560 ${at}V${at + size}C481 ${at + size} 481 ${from + size} 402 ${from + size}z`;
  return (
    <>
      <path d={band} fill={unused ? "#f3f1e9" : "#dcebe5"} />
      {unused ? (
        <rect x="560" y={at} width="10" height={size} fill="#fbfaf5" stroke="#0a5c50" strokeWidth="1.5" />
      ) : (
        <>
          <rect x="570" y={at} width="310" height={size} fill={waiting ? paint.waiting : "#dcebe5"} />
          <rect x="560" y={at} width="10" height={size} fill="#0a5c50" />
          <rect
            x="880"
            y={at}
            width="10"
            height={size}
            fill={waiting ? paint.waitingNode : "#0a5c50"}
            stroke={waiting ? "#0a5c50" : undefined}
            strokeWidth={waiting ? "1.5" : undefined}
          />
        </>
      )}
      <text x="584" y={middle + 5} className={thin ? "halo" : undefined}>
        {use.label}
      </text>
      <text x="866" y={middle + 5} className={thin ? "n halo" : "n"} textAnchor="end">
        {formatYuan(use.fen)}
      </text>
      {use.to === undefined ? null : (
        <>
          <text x="902" y={use.to.note === undefined ? middle + 5 : middle - 2} className="h">
            {use.to.label}
          </text>
          {use.to.note === undefined ? null : (
            <text x="902" y={middle + 16} className="s">
              {use.to.note}
            </text>
          )}
        </>
      )}
    </>
  );
}
