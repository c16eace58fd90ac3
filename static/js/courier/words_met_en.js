/** What the scanner says of a package that does not simply open, in English; and why the office looks. */

/** @type {Record<string, string>} */
export const words = {
  "found.foreign": "Not a SuratSampai label. Do not open its link.",
  "found.other_trip": "This envelope is of another trip on this phone.",
  "found.over": "Your trip is over. Do not deliver this envelope: bring it to the office.",
  "found.taken_back":
    "This package is of a trip that the office has ended ({trip}). Do not deliver it: bring it back to the office.",
  "found.ended":
    "This package is of a trip whose time is over ({trip}). Do not deliver it: bring it back to the office.",
  this_trip: "The trip on this screen: {trip}.",
  other_trip: "Another trip on this phone ({trip}): {n, package is, packages are} still open.",
  other_trip_open: "Open that trip",
  other_trip_taken_back:
    "The office has ended another trip on this phone ({trip}). Do not deliver {what}: back to the office.",
  other_trip_ended:
    "The time of another trip on this phone is over ({trip}). Do not deliver {what}: back to the office.",
  trip_taken: "taken over {time}",
  trip_unknown: "an earlier trip",
  trip_left_here:
    "The trip of this QR was taken on this phone, and then you signed out. This QR is of no more use. Tell the officer: take it back, then make a new handover.",
  bag_named: "{numbers}",
  bag_count: "its {n, package, packages}",
  trip_taken_back: "This trip is over: the office has ended it.",
  trip_ended: "This trip is over: its time has passed.",
  trip_ended_text: "Do not deliver envelopes that are still with you: bring them to the office.",
  bag: "To be brought back: {n, package, packages}",
  bag_text: "Names and addresses are deleted from this phone. Compare the numbers on the labels:",
  bag_down: "I have brought them to the office",
  bag_sure:
    "Have you handed in all these envelopes at the office? The list of numbers then leaves this phone.",
  bag_yes: "Yes, all of them",
  leave_bag:
    "After signing out, {n, package still goes, packages still go} back to the office. The numbers stay on this phone, and are shown while another trip is on it.",
  leave_in_hand:
    "{n, package is, packages are} still with you. After signing out, nothing can be recorded of them on this phone; an officer has to make a new handover.",
  leave_to_accept:
    "{n, package is, packages are} still to be accepted. After signing out, this trip cannot be opened again; an officer has to make a new handover.",
  leave_no_line: "Without a signal you cannot sign in again. {n, package is, packages are} still with you.",
  leave_stay: "Stay here",
  leave_sure: "Sign out all the same",
  of_other_trip: "Of another trip on this phone; it is sent by itself.",
  other_trip_stuck: "The office takes it over the network no more. Make a file for the office.",
  trip_before:
    "Your earlier trip stays on this phone (packages still open: {n}): {trip}. Open it again from the round.",
  trip_before_over:
    "Your earlier trip is over ({trip}): bring its {n, package, packages} back to the office. The list stays on this phone.",
  "found.unknown": "Our label, but not in your round. Refresh the list, or ask an officer.",
  "found.duplicate": "You handed over the package for {name}, {time}.",
  "found.accept": "Accept this package?",
  "found.failed": "A delivery failed before. What now?",
  "found.used_up": "No attempt is left. Bring the package to the office’s counter.",
  "found.taken": "You accepted it:",
  "found.review": "You handed over the package for {name}, {time}. Staff check the proof.",
  "found.back": "You returned the package for {name}.",
  "found.done": "The package for {name} is closed.",
  "state.taken": "Acceptance to be sent",
  "state.given_back": "Return to be sent",
  give_back: "Return to the office",
  try_again: "Try again",
  deliver_now: "Hand over now",
  deliver_anew: "Make a new proof",
  taken_now: "{name}: accepted. {n, package, packages} accepted.",
  given_back: "{name}: returned. {n, package, packages} returned.",
  sure_back: "Return this package to the office? After that only staff can send it out again.",
  "why.not-your-package": "This package is recorded with another courier.",
  "why.package-closed": "This package was closed before its proof arrived.",
  "why.wrong-order": "The steps are not in order.",
  "why.evidence-incomplete": "The evidence is not complete.",
  "why.relation-not-allowed": "The rule of this package does not allow this recipient.",
  "why.policy-unknown": "The rule of this package is not known.",
  "why.device-revoked": "This phone is no longer enrolled.",
  "why.photo-seen-before": "The photo was used for another proof.",
  "why.trip-over": "This trip is over.",
  "why.claim-code-wrong": "The claim code is wrong.",
  "why.identity-mismatch": "The recipient’s identity does not match.",
  "why.method-not-allowed": "The rule does not allow this way of confirming.",
  "why.courier-unfit": "You declared not to work that day.",
  "why.card-owed": "The old card was not collected, or its photo is missing.",

  saved_already: "This handover is finished or was deleted.",
  not_in_round: "This package is no longer in your round.",
  no_policy: "The rules for this package are not stored. Refresh the list when there is a network.",
  accept_first: "You have not accepted this package from the office. Scan its label to accept it.",
}
