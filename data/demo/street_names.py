"""Names for the streets that fill the blocks, by how a quarter was built. None is a person's."""

from __future__ import annotations

FIRST: dict[str, list[str]] = {
    "old": [
        "Anchor", "Barrel", "Bread", "Capstan", "Chandlers", "Cooper's", "Crab", "Custom House", "Fish", "Glovers", "Herring",
        "Lime Kiln", "Lobster Pot", "Mariners", "Net Loft", "Oar", "Pilot", "Pump", "Ratline", "Rope", "Sailmakers", "Salt",
        "Tallow", "Tar", "Tidewell", "Vinegar", "Old Market", "Butter", "Candle", "Chapel Back", "Well", "Three Steps", "Cobble",
    ],
    "terraces": [
        "Albion", "Alma", "Amity", "Britannia", "Clarence", "Commerce", "Concord", "Coronation", "Crown", "Dockray", "Ebenezer",
        "Exchange", "Foundry", "Gas House", "Hope", "Industry", "Jubilee", "Laburnum", "Lansdown", "Lion",
        "Myrtle", "Oddfellows", "Packet", "Paragon", "Prospect", "Providence", "Queen's", "Reform", "Regatta", "Rosebery",
        "Sebastopol", "Signal Box", "Slate", "Temperance", "Trafalgar", "Tramway", "Union", "Victory", "Waterloo", 
        "Engine", "Goods Yard", "Lamp", "Guard", "Copper", "Tin", "Granite", "Pier", "Bandstand", "Pavilion", "Esplanade",
        "Brunswick", "Cambrian", "Dover", "Severn", "Tamar", "Windsor", "Zion", "Harvest", "Mission", "Sunday", "Pottery",
        "Bakery", "Tannery", "Cable", "Friendship", "Navigation", "Neptune", "Orchid", "Ivy", "Fern",
    ],
    "villas": [
        "Belmont", "Camellia", "Fairhaven", "Glenmore", "Haldon", "Larkspur", "Magnolia", "Montpelier", "Oakfield",
        "Palm", "Pencarrow", "Rosemount", "Seaview", "Southcliff", "Summerland", "Torview", "Tresillian", "Undercliff", "Westbourne",
        "Wisteria", "Bayview", "Cedar", "Holm", "Ilex", "Laurel", "Sycamore", "Tamarisk", "Trinity", "Vicarage", "Abbots",
        "Prior's", "Cloister", "Refectory", "Chantry", "Dovecote", "Hydrangea", "Juniper", "Lavender", "Mulberry", "Headland",
    ],
    "semis": [
        "Acacia", "Alder", "Apple", "Ash", "Beech", "Birch", "Bramble", "Bridle", "Broom", "Cherry", "Chestnut", "Clover",
        "Coombe", "Cowslip", "Damson", "Elder", "Elm", "Foxglove", "Greengage", "Hazel", "Heather", "Hillview", "Holly", "Honey",
        "Kingcup", "Lilac", "Linden", "Maple", "Meadow", "Medlar", "Mill", "Oak", "Pear", "Pippin", "Plum", "Poplar", "Primrose",
        "Quince", "Rowan", "Russet", "Sorrel", "Spindle", "Sunnybank", "Teasel", "Thistle", "Vetch", "Walnut", "Whitebeam", "Willow",
        "Withy", "Wood", "Yarrow", "Bluebell", "Celandine", "Dairy", "Drovers", "Fallow", "Glebe", "Hay", "Kiln", "Long Acre",
        "Matron's", "Lint", "Nurses", "Almoner", "Pasture", "Sheepwash", "Tithe", "Wheat", "Barley", "Oat", "Rye", "Buckwheat",
    ],
    "estate": [
        "Avocet", "Bittern", "Blackcap", "Bunting", "Buzzard", "Chaffinch", "Chiffchaff", "Coot", "Cormorant", "Crane", "Dabchick",
        "Dipper", "Dotterel", "Dunlin", "Egret", "Fieldfare", "Firecrest", "Gannet", "Godwit", "Goldfinch", "Goshawk", "Grebe",
        "Guillemot", "Harrier", "Heron", "Hobby", "Kestrel", "Kingfisher", "Kittiwake", "Knot", "Lapwing", "Linnet", "Mallard",
        "Martin", "Merlin", "Moorhen", "Nightjar", "Nuthatch", "Osprey", "Ouzel", "Petrel", "Pintail", "Pipit", "Pochard", "Puffin",
        "Redshank", "Redstart", "Ringtail", "Sanderling", "Sandpiper", "Serin", "Shearwater", "Shelduck", "Shoveler", "Siskin",
        "Snipe", "Stonechat", "Swallow", "Swift", "Teal", "Tern", "Thrush", "Treecreeper", "Turnstone", "Twite", "Wagtail",
        "Warbler", "Waxwing", "Wheatear", "Whimbrel", "Whinchat", "Whitethroat", "Wigeon", "Woodlark", "Wren", "Wryneck",
    ],
    "hill": [
        "Adder", "Beacon", "Bracken", "Broomhill", "Cairn", "Cliff", "Cloudberry", "Furze", "Grange", "Harebell", "Heathfield",
        "High", "Hillcrest", "Kestrel's Rest", "Larkhill", "Lookout", "Moorview", "Pinewood", "Rabbit", "Ridge", "Scabious",
        "Sea Pink", "Skyline", "Southdown", "Stonecrop", "Summit", "Thyme", "Tor", "Upper Warren", "Warrener's", "West Wind",
        "Whin", "Windmill", "Windy Ridge", "Burrow", "Conifer", "Coppice", "Fern Hill", "Gullwing", "Hollow",
    ],
    "works": ["Enterprise", "Crucible", "Cannery", "Icehouse", "Depot", "Loading", "Boatbuilders", "Timber Yard", "Forge", "Kelp"],
}  # fmt: skip

# The long streets take the first set of endings, the cross streets the second.
LAST: dict[str, tuple[list[str], list[str]]] = {
    "old": (["Street", "Street", "Row"], ["Lane", "Alley", "Passage", "Court"]),
    "terraces": (["Street", "Terrace", "Street"], ["Street", "Place", "Row"]),
    "villas": (["Road", "Avenue", "Road"], ["Road", "Gardens", "Walk"]),
    "semis": (["Avenue", "Road", "Drive"], ["Road", "Grove", "Close"]),
    "estate": (["Crescent", "Drive", "Way"], ["Close", "Walk", "Close"]),
    "hill": (["Rise", "Drive", "Road"], ["Lane", "Hill", "Close"]),
    "works": (["Way", "Road"], ["Yard", "Road"]),
}
