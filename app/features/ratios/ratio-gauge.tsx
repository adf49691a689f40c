import { percent } from "#app/ui/share.ts";
import { limitE4, percentE4 } from "./ratio-text.ts";

/**
 * A ratio beside its limit, as a bead on a lying rod; figures in ten-thousandths. `least`: the bead should lie to
 * the right of the limit, `most`: to the left. The words beside it say the same.
 */
export function RatioGauge(props: { e4: number; limit: number; kind: "least" | "most"; label: string }) {
  const { e4, limit, kind, label } = props;
  // The limit stands where it leaves room on both sides; a value beyond the rod lies at its end.
  const end = Math.max(limit * (kind === "least" ? 1.4 : 2), 1);
  const at = (value: number) => Math.min(Math.max((value / end) * 100, 1), 99);
  const isMet = kind === "least" ? e4 >= limit : e4 <= limit;
  return (
    <svg className="scale" width="100%" height="70" role="img" aria-label={label}>
      <line x2="100%" y1="42" y2="42" stroke="#1a2320" strokeWidth="2" />
      <line
        x1={percent(at(limit))}
        x2={percent(at(limit))}
        y1="30"
        y2="54"
        stroke="#1a2320"
        strokeWidth="2"
        strokeDasharray="3 2"
      />
      <text x="0%" y="66" textAnchor="start">
        0
      </text>
      <text x={percent(at(limit))} y="66" textAnchor="middle">
        {`${kind === "least" ? "≥" : "≤"} ${limitE4(limit)}`}
      </text>
      <svg x={percent(at(e4))} overflow="visible">
        <path d="M0 26l9 7v18L0 58l-9-7V33z" fill={isMet ? "#0a5c50" : "#8a5300"} />
        <text y="16" textAnchor={at(e4) > 88 ? "end" : at(e4) < 12 ? "start" : "middle"} className="v">
          {percentE4(e4)}
        </text>
      </svg>
    </svg>
  );
}
