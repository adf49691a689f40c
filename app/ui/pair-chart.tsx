import { scaleBand } from "d3-scale";
import { useT } from "#app/lib/i18n-react.tsx";
import {
  ChartRules,
  ChartTicks,
  PLOT_BOTTOM,
  PLOT_HEIGHT,
  roundCeiling,
  shownLabels,
} from "#app/ui/chart.tsx";
import { mostOf, percent, percentOf } from "#app/ui/share.ts";
import { useSvgId } from "#app/ui/svg-id.ts";

export type PairPoint = { key: string; label: string; first: bigint; second: bigint };

type PairChartProps = {
  /** What is drawn, with unit and period. */
  caption: string;
  points: readonly PairPoint[];
  format: (value: bigint) => string;
  /** Heads of the table twin: what a point is, and its two values; the values' heads are the legend too. */
  heads: readonly [point: string, first: string, second: string];
};

/** Two amounts side by side over time, the first outlined and the second solid, so that they differ without colour. */
export function PairChart({ caption, points, format, heads }: PairChartProps) {
  const id = useSvgId("pair");
  const most = mostOf(
    points.flatMap(({ first, second }) => [first, second]),
    1n,
  );
  return (
    <figure className="chart">
      <figcaption id={id}>
        {caption}
        <span className="pair-key">
          <i className="first" /> {heads[1]} <i className="second" /> {heads[2]}
        </span>
      </figcaption>
      <Plot points={points} ceiling={roundCeiling(most)} format={format} labelledBy={id} />
      <PairTable caption={caption} points={points} format={format} heads={heads} />
    </figure>
  );
}

function Plot(props: {
  points: readonly PairPoint[];
  ceiling: bigint;
  format: (value: bigint) => string;
  labelledBy: string;
}) {
  const { points, ceiling, format, labelledBy } = props;
  const place = scaleBand<number>()
    .domain(points.map((_, index) => index))
    .range([0, 100])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const half = place.bandwidth() / 2;
  const labels = shownLabels(points.length);
  const left = (index: number) => place(index) ?? 0;
  return (
    <svg className="plot" width="100%" height="220" role="img" aria-labelledby={labelledBy}>
      <ChartRules />
      {points.map((point, index) => (
        <g key={point.key} stroke="#0a5c50" strokeWidth="1.5">
          <Bar value={point.first} ceiling={ceiling} x={left(index)} width={half} fill="#e5f0ec" />
          <Bar value={point.second} ceiling={ceiling} x={left(index) + half} width={half} fill="#0a5c50" />
        </g>
      ))}
      <ChartTicks ceiling={ceiling} format={format} />
      {points.map((point, index) =>
        labels[index] === "never" ? null : (
          <text
            key={point.key}
            x={percent(left(index) + half)}
            y={PLOT_BOTTOM + 20}
            textAnchor="middle"
            className={labels[index] === "wide" ? "lb sparse" : "lb"}
          >
            {point.label}
          </text>
        ),
      )}
    </svg>
  );
}

/** A value above zero is always seen. */
function Bar(props: { value: bigint; ceiling: bigint; x: number; width: number; fill: string }) {
  const { value, ceiling, x, width, fill } = props;
  if (value <= 0n) return null;
  const height = Math.max((percentOf(value, ceiling) * PLOT_HEIGHT) / 100, 1.5);
  return (
    <rect
      x={percent(x)}
      y={(PLOT_BOTTOM - height).toFixed(2)}
      width={percent(width * 0.92)}
      height={height.toFixed(2)}
      fill={fill}
    />
  );
}

function PairTable({ caption, points, format, heads }: PairChartProps) {
  const t = useT("ui");
  const value = (fen: bigint) => (
    <td className="r">
      <data value={fen.toString()}>{format(fen)}</data>
    </td>
  );
  return (
    <details>
      <summary>{t("asTable")}</summary>
      <div className="scroll">
        <table className="narrow">
          <caption className="vh">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{heads[0]}</th>
              <th scope="col" className="r">
                {heads[1]}
              </th>
              <th scope="col" className="r">
                {heads[2]}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.key}>
                <th scope="row">{point.label}</th>
                {value(point.first)}
                {value(point.second)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
