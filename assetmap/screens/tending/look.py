"""How looking after looks: the card beside the map, and on a phone the decision always at hand."""

LOOK = """
<style>
.empty { font-size: 1.15rem; margin: 1rem 0; }
.aside { margin: 4px 0; color: #3A3A3A; }
.said { margin: 0; background: #E8F3EC; border-left: 5px solid #14532D; border-radius: 6px; padding: 8px 12px;
  overflow-wrap: anywhere; }
.wrong { margin: 0; color: #8A1C00; font-weight: 700; padding-left: 10px; border-left: 4px solid #8A1C00;
  overflow-wrap: anywhere; }
.asked { margin: 0; }
.st-key-look_after .will, .st-key-look_after .notice { border-radius: 6px; padding: 6px 12px; margin-top: 8px; }
.st-key-look_after .will { background: #EEF3FB; border-left: 5px solid #0B3D91; }
.st-key-look_after .notice { background: #FFF7E6; border-left: 5px solid #B45309; }
.st-key-look_after .kept { border: 1px dashed #8A8A8A; border-radius: 6px; padding: 6px 12px; margin-top: 8px; }
.st-key-look_after .kept p { margin: 2px 0; overflow-wrap: anywhere; }
.st-key-lately [data-testid="stHorizontalBlock"] { row-gap: .3rem; }
.st-key-look_after h3 { font-size: 1rem; padding: 0; margin: 0 0 2px; }
.st-key-look_after ul { margin: 0; padding-left: 1.2rem; } .st-key-look_after li { font-size: 1rem; margin: 0;
  overflow-wrap: anywhere; }
.st-key-draft { display: grid !important; grid-template-columns: minmax(340px, 5fr) 7fr; gap: 0 1.4rem !important;
  align-items: start; }
.st-key-draft > * { min-width: 0; width: 100%; }
.st-key-draft > :nth-child(2) { position: sticky; top: 4.2rem; --map-height: max(320px, calc(100vh - 16rem)); }
.st-key-draft_left > :last-child { position: sticky; bottom: 0; z-index: 5; background: #FFF; padding: 8px 0;
  border-top: 1px solid #C9C9C9; }
.st-key-decide { gap: .4rem !important; }
.st-key-decide > * { flex: 1 1 auto; width: auto !important; }
.st-key-decide button { min-height: 2.9rem; width: 100%; padding: .25rem .5rem; }
.st-key-decision [class*="st-key-why"] { gap: .4rem; }
.st-key-look_after button p { font-size: 1rem; }
.st-key-look_after kbd { color: inherit; opacity: 1; font-size: .8rem; }
.st-key-lately > * { border-bottom: 1px solid #C9C9C9; padding: 7px 0; }
.change p { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  .st-key-draft { grid-template-columns: minmax(0, 1fr); }
  .st-key-draft > :nth-child(2) { position: static; --map-height: 40vh; --map-least: 220px; margin-top: .6rem; }
  .st-key-look_after button { min-height: 44px; }
  .st-key-look_after kbd { display: none; }
}
</style>
"""
