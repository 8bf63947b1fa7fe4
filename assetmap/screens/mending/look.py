"""How it looks: small buttons under a card, and what was just done always in sight above it."""

LOOK = """
<style>
:has(> .st-key-card_above_done), :has(> .st-key-card_below_done) { position: sticky; top: 3.8rem; z-index: 5;
  background: #FFF; }
.st-key-card_above:has([class*="_pausing"], [class*="_why"]) .asset p { display: none; }
[class*="st-key-card_"] .said { margin: 0; background: #E8F3EC; border-left: 5px solid #14532D; border-radius: 6px;
  padding: 6px 12px; overflow-wrap: anywhere; }
[class*="st-key-card_"] .wrong { margin: 0; color: #8A1C00; font-weight: 700; padding-left: 10px;
  border-left: 4px solid #8A1C00; overflow-wrap: anywhere; }
[class*="st-key-card_"] .asked, [class*="st-key-card_"] .quiet { margin: 0; }
[class*="st-key-card_"] .quiet { color: #3A3A3A; overflow-wrap: anywhere; }
[class*="st-key-card_"][class*="_mend"] [data-testid="stHorizontalBlock"] { gap: .4rem; }
[class*="st-key-card_"][class*="_mend"] .stButton button { padding: .2rem .65rem; min-height: 2.4rem; }
@media (max-width: 640px) {
  :has(> .st-key-card_below_done) { top: -8px; }
  .st-key-card_below:has(.asked) .asset p { display: none; }
  [class*="st-key-card_"][class*="_mend"] .stButton button,
  [class*="st-key-card_"][class*="_mend"] [data-testid="stDateInput"] input,
  [class*="st-key-card_"][class*="_tell"] a { min-height: 44px; }
  [class*="st-key-card_"][class*="_tell"] a { align-items: center; }
}
</style>
"""
