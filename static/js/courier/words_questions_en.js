/** The words of what the office asks. */

/** @type {Record<string, string>} */
export const words = {
  asked_title: "Questions and verdicts of the office",
  asked_text:
    "The citizen says that this package has not arrived. On record as handed over: {when}. What do you remember?",
  asked_what: "What happened?",
  asked_words: "Tell it shortly. Do not write a NIK.",
  asked_choose: "Choose an answer first.",
  asked_send: "Send the answer",
  asked_thanks: "Thank you. The office has your answer.",
  asked_decided: "The office decided before your answer came. Anything to tell? Telephone the office.",
  asked_none: "No questions",
  asked_none_text: "The office asks nothing now.",
  found_title: "The office's verdicts",
  found_text: "On record as handed over: {when}. Decided {at}.",
  found_why:
    "A verdict does not change your proof. Do you disagree, or do you still have the envelope? Telephone the office.",
  "found.delivered_confirmed": "Received by the recipient",
  "found.delivered_to_other": "Received by somebody else, not the recipient",
  "found.not_delivered": "Has not reached the recipient",
  "found.document_reissued": "Has not arrived; the document is issued again",
  "account.to_recipient": "I gave it to the recipient",
  "account.to_family": "I gave it to family at the address",
  "account.to_other": "I gave it to somebody else",
  "account.still_here": "I still have the envelope",
  "account.not_handed_over": "Not handed over, and not with me",
  "account.not_sure": "I do not remember",
}
