import { errors, type ProblemError } from '../errors.ts'

/** Constraint names of the database → problems that people understand. The database refuses; this says why. */
export const constraintProblems: Readonly<Record<string, () => ProblemError>> = {
  place_geom_kind: () => errors.invalid('geometry-invalid', 'The geometry must be a point, a line or an area.'),
  place_geom_valid: () => errors.invalid('geometry-invalid', 'The geometry is empty or crosses itself.'),
  place_geom_on_earth: () =>
    errors.invalid('geometry-invalid', 'The geometry leaves longitude −180…180 or latitude −90…90.'),
  place_free_has_no_price: () =>
    errors.invalid('free-with-price', 'A free place has no price: set fee to paid or low-fee, or leave the price out.'),
  place_type_code_fkey: () =>
    errors.invalid('place-type-unknown', 'That place type does not exist; GET /api/place-types lists them.'),
  place_source_ref_unique: () =>
    errors.conflict('place-exists', 'A place with this source and reference is already in the registry.'),
  place_built_year_check: () => errors.invalid('record-invalid', 'The year built must lie between 1800 and 2200.'),
  file_usage_within_quota: () =>
    errors.invalid(
      'quota-full',
      'The room for files of this place or account is full; nothing was stored. Delete some, or ask the operator for more.',
    ),
  file_once_a_place: () => errors.conflict('file-exists', 'This very file is already there.'),
  file_expires_after_issue: () =>
    errors.invalid('expiry-before-issue', 'The day of expiry lies before the day of issue; check both.'),
  file_place_id_fkey: () => errors.notFound('place-not-found', 'There is no such place.'),
  booking_occupancy_no_overlap: () =>
    errors.conflict(
      'slot-taken',
      'Somebody else has just taken one of these cells. Nothing was held; choose another one.',
    ),
  court_session_capacity: () =>
    errors.conflict('session-full', 'This session has not enough places left. Nothing was held; choose another one.'),
  booking_move_legal: () =>
    errors.conflict('move-not-allowed', 'The booking has moved on meanwhile; load it again to see how it stands.'),
  court_units_booked: () =>
    errors.conflict('court-booked', 'This court has bookings to come, so its floor and capacity stay as they are.'),
  court_sport_fkey: () =>
    errors.invalid('sport-unknown', 'That sport does not exist; GET /api/place-types lists sports.'),
  price_rule_free_costs_nothing: () =>
    errors.invalid('free-with-price', 'A free period has the price 0, and only a free one.'),
  visit_count_hall: () =>
    errors.invalid('hall-unknown', 'This place has no such hall; GET /api/places/:id/visits lists its halls.'),
  visit_hall_once: () => errors.conflict('hall-exists', 'This place has a hall of that name already.'),
  place_rating_check: () => errors.invalid('record-invalid', 'A rating lies between 1 and 5.'),
  place_draft_open: () =>
    errors.conflict('draft-open', 'You have an open draft of this place; GET /api/drafts lists it: change that one.'),
  owner_claim_open: () =>
    errors.conflict('claim-open', 'Your claim of this place waits already; GET /api/claims shows how far it is.'),
  owner_handover_one_transfer: () =>
    errors.conflict('handover-open', 'You are handing this place over already; stop that first.'),
  moderation_rule_region_code_fkey: () => errors.invalid('region-unknown', 'There is no such region.'),
  person_phone_key: () =>
    errors.conflict('address-taken', 'That number belongs to another account; sign in with it instead.'),
  person_email_key: () =>
    errors.conflict('address-taken', 'That mailbox belongs to another account; sign in with it instead.'),
  personal_code_use_place_id_fkey: () => errors.notFound('place-not-found', 'There is no such place.'),
}
