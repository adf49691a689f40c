export type TrailBead = "done" | "part" | "next";

const BEAD = "h9l5 5-5 5h-9l-5-5z";
/** The left half of a bead, for a step that is partly done. */
const HALF = "h4.5v10h-4.5l-5-5z";

/** A few steps of one thing in a row of a list, for instance paid, matched, used, delivered; say them in words beside it. */
export function Trail({ beads }: { beads: readonly TrailBead[] }) {
  const width = beads.length * 27 - 6;
  return (
    <svg className="trail" width={width} height="13" viewBox={`0 0 ${width} 13`} aria-hidden="true">
      <path d={`M0 6.5h${width}`} stroke="#717a76" strokeWidth="1.2" />
      {beads.map((bead, index) => {
        const start = `M${6 + index * 27} 1.5`;
        if (bead === "done") return <path key={start} d={start + BEAD} fill="#0a5c50" stroke="#0a5c50" />;
        return (
          <g key={start}>
            <path d={start + BEAD} fill="#fbfaf5" stroke="#717a76" strokeWidth="1.4" />
            {bead === "part" ? <path d={start + HALF} fill="#0a5c50" stroke="#0a5c50" /> : null}
          </g>
        );
      })}
    </svg>
  );
}
