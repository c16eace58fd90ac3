"""Labels, claim-code slips and handover sheets as PDF: black on white, vectors only."""
