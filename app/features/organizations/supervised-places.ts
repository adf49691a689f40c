/**
 * The places that a bureau officer answers for: the divisions of the bureaus where the person is an officer, and
 * everything below them. Begin a query with it and join `supervised_place`, so that the right is part of the
 * question; `$1` is the officer's user id.
 */
export const SUPERVISED_PLACES = `with recursive supervised_place as (
    select b.division_code as code from membership m
    join organization b on b.id = m.organization_id and b.kind = 'bureau'
    where m.user_id = $1 and m.role = 'bureau-officer'
    union select d.code from division d join supervised_place p on d.parent_code = p.code
  )`;

/** Organizations that a bureau looks after; bureaus and the platform itself are not among them. */
export const SUPERVISED_KINDS = ["charity", "trustee", "enterprise"] as const;
