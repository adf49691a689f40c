import { formatFen } from "#app/lib/money.ts";
import type { DrawingProps, FlowPaint } from "#app/ui/flow.tsx";
import type { Placed, UprightLayout } from "#app/ui/flow-geometry.ts";
import { formatYuan } from "#app/ui/money-text.ts";

/** The flow standing: source on top, uses side by side below. */
export function FlowUpright(props: DrawingProps & { layout: UprightLayout }) {
  const { source, cut, arrivedLabel, uses, labelledBy, paint, arrivedFen, layout } = props;
  const left = layout.trunkLeft;
  const right = left + layout.trunkSize;
  const arrivedLeft = right - layout.arrivedSize;
  const reaching = uses.some((use) => use.to !== undefined);
  const cutWords = cut !== undefined && cut.fen > 0n ? `${cut.label} ${formatYuan(-cut.fen)}` : null;
  return (
    <svg
      className="flow-tall"
      viewBox={`0 0 358 ${reaching ? 410 : 324}`}
      role="img"
      aria-labelledby={labelledBy}
    >
      <rect x={arrivedLeft} y="54" width={layout.arrivedSize} height="74" fill="#dcebe5" />
      {layout.uses.map((placed) => (
        <UprightBand key={placed.use.key} placed={placed} paint={paint} />
      ))}
      <rect x={left} y="46" width={layout.trunkSize} height="8" fill="#1a2320" />
      <rect x={arrivedLeft} y="128" width={layout.arrivedSize} height="8" fill="#0a5c50" />
      <text x={left} y="34" className="h">
        {source.label}
      </text>
      <text x={right} y="34" className="n" textAnchor="end">
        {formatYuan(source.fen)}
      </text>
      <text x={left + 12} y={cutWords === null ? 98 : 86} className="s">
        {arrivedLabel}
      </text>
      <text x={right - 10} y={cutWords === null ? 98 : 86} className="n" textAnchor="end">
        {formatYuan(arrivedFen)}
      </text>
      {cutWords === null ? null : (
        <text x={left + 12} y="112" className="s">
          {cutWords}
        </text>
      )}
    </svg>
  );
}

function UprightBand({ placed, paint }: { placed: Placed; paint: FlowPaint }) {
  const { use, from, at, size, middle } = placed;
  const unused = use.state === "unused";
  const waiting = use.state === "waiting";
  const band = `M${from} 136C${from} 193 ${at} 193 ${at} 250H${at + size}C${at + size} 193 ${from + size} 193 ${from + size} 136z`;
  return (
    <>
      <path d={band} fill={unused ? "#f3f1e9" : "#dcebe5"} />
      {unused ? (
        <rect x={at} y="250" width={size} height="8" fill="#fbfaf5" stroke="#0a5c50" strokeWidth="1.5" />
      ) : (
        <>
          <rect x={at} y="258" width={size} height="92" fill={waiting ? paint.waiting : "#dcebe5"} />
          <rect
            x={at}
            y="350"
            width={size}
            height="8"
            fill={waiting ? paint.waitingNode : "#0a5c50"}
            stroke={waiting ? "#0a5c50" : undefined}
          />
          <rect x={at} y="250" width={size} height="8" fill="#0a5c50" />
        </>
      )}
      <text x={middle} y="290" textAnchor="middle">
        {use.short ?? use.label}
      </text>
      <text x={middle} y="312" className="n" textAnchor="middle">
        {formatFen(use.fen)}
      </text>
      {use.to === undefined ? null : (
        <>
          <text x={middle} y="382" className="h" textAnchor="middle">
            {use.to.short ?? use.to.label}
          </text>
          {use.to.note === undefined ? null : (
            <text x={middle} y="402" className="s" textAnchor="middle">
              {use.to.note}
            </text>
          )}
        </>
      )}
    </>
  );
}
