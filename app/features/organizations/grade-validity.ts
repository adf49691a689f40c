/**
 * How long an assessment grade holds: from 1 January after its announcement to 31 December of the fifth year
 * (社会组织评估管理办法, Order 82, in force 2026-03-01).
 */
const YEARS = 5;

export function gradeValidity(announcedOn: string): { from: string; to: string } {
  const firstYear = Number(announcedOn.slice(0, 4)) + 1;
  return { from: `${firstYear}-01-01`, to: `${firstYear + YEARS - 1}-12-31` };
}
