import { describe, expect, it } from "vitest";
import { ROOM_GROUPS, ROOMS, roomsAt } from "#app/features/identity/workspace-rooms.ts";

const shown = (path: string, ...roles: string[]) => {
  const { groups, rooms } = roomsAt(path, roles);
  return {
    groups: groups.map(({ group }) => group),
    here: groups.filter(({ isCurrent }) => isCurrent).map(({ group }) => group),
    room: rooms.filter(({ isCurrent }) => isCurrent).map(({ key }) => key),
  };
};

describe("the rooms of the workspace", () => {
  it("have one address and one group each", () => {
    expect(new Set(ROOMS.map(({ href }) => href)).size).toBe(ROOMS.length);
    for (const { group } of ROOMS) expect(ROOM_GROUPS).toContain(group);
  });

  it("show where one is, also deep inside a room", () => {
    expect(shown("/workspace", "charity-clerk").here).toEqual(["today"]);
    expect(shown("/workspace/gifts/new", "charity-clerk")).toMatchObject({
      here: ["income"],
      room: ["gifts"],
    });
    expect(shown("/workspace/giftsomething", "charity-clerk").here).toEqual([]);
  });

  it("are offered to those alone who may enter", () => {
    expect(shown("/workspace/sales", "merchant").groups).toEqual(["sales", "house"]);
    expect(shown("/workspace", "trustee").groups).toEqual([
      "today",
      "income",
      "spending",
      "books",
      "publishing",
      "house",
    ]);
    expect(shown("/workspace", "charity-approver").groups).toEqual(
      ROOM_GROUPS.filter((group) => group !== "sales"),
    );
    expect(roomsAt("/workspace/refunds", ["trustee"]).groups[1]?.href).toBe("/workspace/agreements");
  });

  it("of a group with one room have no second row", () => {
    expect(roomsAt("/workspace", ["charity-clerk"]).rooms).toEqual([]);
  });
});
