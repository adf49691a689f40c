/** Simple drawn pictures for the demo's projects: never photographs, never people who could be anybody. */

const frame = (sky: string, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 800" width="1280" height="800">
<rect width="1280" height="800" fill="${sky}"/>${body}</svg>`;

const hills = (far: string, near: string): string =>
  `<path d="M0 520 Q220 340 470 470 T920 430 T1280 500 V800 H0Z" fill="${far}"/>
<path d="M0 640 Q300 520 640 610 T1280 600 V800 H0Z" fill="${near}"/>`;

/** A pot on a brick stove, with steam. */
const POT = frame(
  "#f3eee2",
  `<rect y="610" width="1280" height="190" fill="#d9cfba"/>
<rect x="330" y="440" width="620" height="200" rx="10" fill="#b4684a"/>
${[0, 1, 2].map((row) => `<path d="M330 ${490 + row * 50}H950" stroke="#8f4d35" stroke-width="4"/>`).join("")}
<path d="M545 640v-100a95 80 0 0 1 190 0v100Z" fill="#3a2a24"/><path d="M600 640q-6-70 40-110q46 40 40 110Z" fill="#e8a33d"/>
<path d="M420 330h440l-34 118H454Z" fill="#47534f"/><rect x="396" y="306" width="488" height="34" rx="17" fill="#5d6b66"/>
<circle cx="640" cy="292" r="18" fill="#5d6b66"/>
<g fill="none" stroke="#cfc6b4" stroke-width="16" stroke-linecap="round">
<path d="M520 250q-34-50 0-96t0-92"/><path d="M640 240q-34-50 0-96t0-92"/><path d="M760 250q-34-50 0-96t0-92"/></g>`,
);

/** A path over the hills, with one house at its end. */
const PATH = frame(
  "#dfe9e4",
  `<circle cx="1010" cy="170" r="70" fill="#f0c36b"/>${hills("#9bb8a6", "#5f8a74")}
<path d="M480 640Q740 380 1000 640Z" fill="#7fa38f"/>
<path d="M520 800q120-120 20-190t160-120q60-30 70-60" fill="none" stroke="#efe6d2" stroke-width="46" stroke-linecap="round"/>
<path d="M700 420l80-60 80 60Z" fill="#6b3f30"/><rect x="716" y="418" width="128" height="80" fill="#f6f1e6"/>
<rect x="764" y="446" width="32" height="52" fill="#6b3f30"/>`,
);

/** Warm boxes in a row. */
const BOXES = frame(
  "#efe9dd",
  `<rect y="560" width="1280" height="240" fill="#cbbfa8"/>` +
    [150, 430, 710, 990]
      .map(
        (x) =>
          `<rect x="${x}" y="380" width="200" height="200" rx="14" fill="#2f7668"/><rect x="${x - 10}" y="350" width="220" height="50" rx="12" fill="#3c8f7e"/>
<path d="M${x + 60} 350v-26q40-34 80 0v26" fill="none" stroke="#24594e" stroke-width="14"/><rect x="${x + 40}" y="450" width="120" height="60" rx="8" fill="#f3eee2"/>`,
      )
      .join(""),
);

/** A roof with new tiles, and a ladder. */
const ROOF = frame(
  "#e4ebf0",
  `${hills("#b7c8bd", "#8aa894")}
<rect x="380" y="430" width="560" height="270" fill="#f2ece0"/><path d="M320 450L660 220l340 230Z" fill="#7a4a3a"/>
<g stroke="#5f372a" stroke-width="6"><path d="M384 420H936"/><path d="M455 372H865"/><path d="M526 324H794"/><path d="M597 276H723"/></g>
<rect x="470" y="520" width="110" height="100" fill="#9fb6c2"/><rect x="720" y="500" width="120" height="200" fill="#6b4f3d"/>
<g stroke="#c79a5b" stroke-width="14"><path d="M980 700L900 340"/><path d="M1050 700L970 340"/>
${[0, 1, 2, 3, 4].map((step) => `<path d="M${964 - step * 15} ${640 - step * 68}h70"/>`).join("")}</g>`,
);

export const DRAWINGS = { pot: POT, path: PATH, boxes: BOXES, roof: ROOF } as const;
export type Drawing = keyof typeof DRAWINGS;
