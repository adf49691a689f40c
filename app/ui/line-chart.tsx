import { scalePoint } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";
import {
  ChartFigure,
  type ChartProps,
  ceilingOf,
  PLOT_BOTTOM,
  PLOT_HEIGHT,
  PLOT_TOP,
} from "#app/ui/chart.tsx";
import { percent, percentOf } from "#app/ui/share.ts";

/** An amount as it grew or shrank over time. */
export function LineChart(props: ChartProps) {
  const { points } = props;
  const ceiling = ceilingOf(points);
  const place = scalePoint<number>()
    .domain(points.map((_, index) => index))
    .range([0, 100])
    .padding(0.3);
  const x = (index: number) => place(index) ?? 0;
  const spots = points.map((point, index): [number, number] => [
    x(index),
    PLOT_HEIGHT - (percentOf(point.value, ceiling) * PLOT_HEIGHT) / 100,
  ]);
  const drawLine = line().curve(curveMonotoneX);
  const drawArea = area().curve(curveMonotoneX).y0(PLOT_HEIGHT);
  return (
    <ChartFigure {...props} ceiling={ceiling} labelAt={(index) => percent(x(index))}>
      <svg
        y={PLOT_TOP}
        width="100%"
        height={PLOT_HEIGHT}
        viewBox={`0 0 100 ${PLOT_HEIGHT}`}
        preserveAspectRatio="none"
        overflow="visible"
      >
        <path d={drawArea(spots) ?? ""} fill="#e5f0ec" />
        <path
          d={drawLine(spots) ?? ""}
          fill="none"
          stroke="#0a5c50"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      {spots.length <= 31
        ? spots.map(([left, top], index) => (
            <circle
              key={points[index]?.key}
              cx={percent(left)}
              cy={(PLOT_BOTTOM - PLOT_HEIGHT + top).toFixed(2)}
              r="3"
              fill="#0a5c50"
            />
          ))
        : null}
    </ChartFigure>
  );
}
