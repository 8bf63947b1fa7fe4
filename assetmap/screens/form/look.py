"""How the form looks: the map beside it on a wide screen, between its first and second question on a phone."""

LOOK = """
<style>
.st-key-add_all { display: grid !important; grid-template-columns: minmax(340px, 5fr) 8fr; gap: 0 1.4rem !important;
  grid-template-areas: "where map" "rest map"; grid-template-rows: auto 1fr; align-items: start; }
.st-key-add_all > :nth-child(1) { grid-area: where; min-width: 0; width: 100%; }
.st-key-add_all > :nth-child(2) { grid-area: map; min-width: 0; width: 100%; position: sticky; top: 4.2rem;
  --map-height: calc(100vh - 9.5rem); }
.st-key-add_all > :nth-child(3) { grid-area: rest; min-width: 0; width: 100%; margin-top: 1rem; }
.st-key-add_all [data-testid="stWidgetLabel"] p { font-weight: 700; }
.st-key-add_all [data-testid="InputInstructions"] { display: none; }
.st-key-add_all input, .st-key-add_all textarea { font-size: 1rem; }
.st-key-add_all [data-testid="stButtonGroup"] button img { width: 20px; height: 20px; max-height: none;
  vertical-align: -4px; }
.st-key-add_all [data-testid="stExpander"] summary p { font-size: 1rem; }
.asked, .so, .placed, .kind_said { margin: 0; }
.asked { margin-top: -.4rem; }
.so { color: #14532D; font-weight: 700; }
.placed { background: #E8F3EC; border-left: 5px solid #14532D; border-radius: 6px; padding: 6px 10px; }
.kind_said { display: flex; gap: 8px; align-items: center; }
.kind_said img { width: 26px; height: 26px; flex: none; }
.wrong { margin: -.4rem 0 0; color: #8A1C00; font-weight: 700; padding-left: 10px; border-left: 4px solid #8A1C00; }
.said { margin: 0; background: #E8F3EC; border-left: 5px solid #14532D; border-radius: 6px; padding: 8px 12px; }
.will { background: #EEF3FB; border-left: 5px solid #0B3D91; border-radius: 6px; padding: 8px 12px; }
.will p { margin: 2px 0; }
.alike { border: 1px solid #8A8A8A; border-left: 5px solid #B45309; border-radius: 8px; padding: 8px 12px; }
.alike p { margin: 2px 0; overflow-wrap: anywhere; }
.alike dl { margin: 4px 0 0 !important; padding: 0 !important; }
.alike dt { font-weight: 700; margin: 0 !important; padding: 0 !important; }
.alike dd { margin: 0 0 4px !important; padding: 0 !important; overflow-wrap: anywhere; }
.add_title { font-size: 1.2rem; line-height: 1.3; padding: 0; margin: 0; overflow-wrap: anywhere; }
.st-key-add_all [class*="_add_row"] button p { text-decoration: underline; color: #0B3D91; font-weight: 700; }
.saved { border-left: 6px solid #14532D; background: #E8F3EC; border-radius: 8px; padding: 10px 14px; }
.saved h2 { font-size: 1.2rem; margin: 0; padding: 0; overflow-wrap: anywhere; }
.saved p { margin: 4px 0 0; font-size: 1.05rem; }
.receipt_said { margin: .6rem 0 0; }
.st-key-add_receipt [data-testid="stCode"] { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; }
.st-key-add_receipt pre { width: auto; padding-right: 0; }
.st-key-add_receipt code { font-size: 1.5rem !important; font-weight: 700; letter-spacing: .03em; }
.st-key-add_receipt [data-testid="stCode"] > div, .st-key-add_receipt [data-testid="stCode"] > div > div {
  position: static !important; opacity: 1 !important; visibility: visible !important; transform: none !important; }
.st-key-add_receipt [data-testid="stCode"] button { opacity: 1 !important; width: auto; height: auto; min-height: 44px;
  padding: 4px 16px; border: 1px solid #6A6A6A; border-radius: 8px; background: #FFF; color: #1A1A1A; font-size: 1rem; }
.st-key-add_receipt [data-testid="stCode"] button::after { content: "Copy"; margin-left: 8px; }
.st-key-add_save button { min-height: 3rem; font-size: 1.1rem; }
.st-key-add_save button p { font-size: 1.1rem; font-weight: 700; }
.st-key-add_all [class*="_times_"] [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; }
.st-key-add_all [class*="_times_"] [data-testid="stColumn"] { min-width: 0; flex: 1 1 0; width: auto; }
@media (max-width: 640px) {
  .st-key-add_all [class*="_fold"] [data-testid="stButtonGroup"] button { padding: .25rem .5rem; }
  .st-key-add_all [data-testid="stTextInputRootElement"], .st-key-add_all summary { min-height: 44px; }
  .st-key-add_all [class*="_days_"] button { padding: .25rem .5rem; }
  .st-key-add_all { grid-template-columns: minmax(0, 1fr); grid-template-areas: "where" "map" "rest";
    grid-template-rows: none; gap: .6rem !important; }
  .st-key-add_all > :nth-child(2) { position: static; --map-height: 44vh; --map-least: 240px; }
  .st-key-add_all button { min-height: 44px; }
  .st-key-add_where [data-testid="stButtonGroup"] button { padding: .25rem .3rem; }
  .st-key-add_all [data-testid="stCheckbox"] label { min-height: 44px; align-items: center; }
}
</style>
"""
