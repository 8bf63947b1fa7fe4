"""Passphrases that can be said over the telephone: five short words that do not belong together."""

from __future__ import annotations

import re
import secrets
import unicodedata

SHORTEST, LEAST_WORDS, LONGEST = 12, 4, 200
WORDS_MADE = 5
"""Five of `WORDS` are more than 45 bits, behind scrypt and a pause that grows."""
_WORDS = """
acorn actor album alley almond alpine amber anchor angle ankle apple apricot april apron arcade arch armour arrow
artist aspen atlas attic autumn avenue badge badger bagel baker balcony ballad balloon bamboo banana banjo banner
barge barley barn barrel basil basin basket bassoon bather baton beacon beaver bedrock beech beetle bellow belt
bench berry bicycle birch biscuit bison blanket blossom blue board bobbin bolt bonnet book border bottle boulder
bowl bracket bramble branch brass bread breeze brick bridge bright brook broom brush bubble bucket buckle budget
buffalo bugle bulb bundle bunting burrow butter button cabbage cabin cable cactus cake camel camera candle canoe
canvas canyon captain caramel caravan cargo carpet carrot cartoon cashew castle cedar cello cereal chain chair chalk
charm chart cheese cherry chess chestnut chimney chord cider cinema circle circus citrus clarinet clay clerk cliff
clock cloud clover coast cobalt cobbler cocoa coconut coffee collar column comet compass copper coral cork corner
cottage cotton cousin cowslip crab crane crater crayon cricket crimson crisp crocus crow crumb crystal cuckoo
cupboard curlew curtain cushion custard cymbal daffodil dahlia dairy daisy dancer dapple dawn deer denim desert
diamond dinner dolphin domino donkey door dough dove dragon drum duck dune eagle early earth easel echo elbow elder
elm ember emerald engine envelope evening fabric falcon farmer feather fennel fern ferry fiddle field fiesta filbert
finch fir flagon flame flannel flask flax fleece flint flock flute foal forest fossil fountain fox fresco frost
fudge funnel gable galaxy gallop garden garlic garnet gate gazebo gentle geyser ginger giraffe glacier glider globe
glove gnome goblet goose gorse granite grape grass gravel green griddle grotto grove guitar gull gutter hamlet
hammer hammock handle harbour harp harvest hat hawk hazel heather hedge helmet heron hexagon hiker hill hinge holly
honey hook horizon hornet hostel house hummock hurdle iceberg icicle igloo indigo inkwell iris island ivory ivy
jackdaw jacket jasmine jelly jersey jetty jewel jigsaw jockey jolly jubilee jug juniper kayak kettle keyhole kiln
kingdom kiosk kitchen kite kitten kiwi knapsack knee knot koala lace ladder lagoon lamp lantern larch lark lasso
lattice laurel lavender leaf ledger lemon lentil letter library lichen lilac lily lime linen lizard llama lobster
locket locust lodge lotus lunch lupin lute magnet magpie mallet mango mantle maple marble margin market marsh mason
meadow medal melody melon mermaid meteor midday milk mill mineral mint mirror mitten model mole monday moon morning
mosaic moss motor mountain mouse muffin mulberry museum music mustard napkin narrow navy nectar needle nephew nettle
nickel nightjar noodle north notebook number nutmeg oak oasis oatmeal oboe ocean octave olive onion opal opera
orange orbit orchard orchid organ osprey otter oval oven owl oyster paddle pagoda paint palace pancake panda panther
paper parade parcel parrot parsley pasture path patio peach peacock peanut pear pebble pelican pencil penguin pepper
petal pewter phone piano pickle picnic pigeon pillow pilot pine piper pirate planet plank plaster plate plum pocket
poem polar pollen pony poplar poppy porch porridge postcard potato potter prairie primrose prism puddle puffin
pumpkin puppet purple puzzle pyramid quail quarry quartet quartz quiet quill quilt quiver rabbit radio radish raft
rainbow raisin rambler ranch raven record reed reef ribbon rice ridge ripple river robin rocket roof rope rosemary
rowan ruby rudder rug runner rustic saddle saffron sailor salad salmon sandal sapling satchel saucer savanna scarf
scarlet school scooter seagull season seesaw shadow sheep shell sherbet shingle shore shovel silk silver singer
skate sketch slate sledge slipper snow sofa sonnet soup south spade spaniel sparrow spice spider spinach spiral
spoon spring spruce square squash stable stairs starling station steam steeple stone stork storm stove straw stream
summer summit sunday sunset swallow swan syrup table talcum tandem tangerine tapestry teacup teapot temple tennis
thatch thimble thistle thrush thunder ticket tiger timber tinsel toast toffee tomato topaz torch tortoise tower
tractor trellis trout trumpet tulip tundra tunnel turnip turtle tweed twig umbrella unicorn valley vanilla velvet
viaduct village vine violet violin visitor volcano voyage waffle wagon walnut walrus water weasel weaver whistle
wicker willow window winter wizard wombat wool wren yacht yarrow yellow yoghurt zebra zigzag zinnia
"""
WORDS = tuple(_WORDS.split())
"""Short plain words of our own choosing, none rude, few that sound alike."""


def made() -> str:
    """Make a passphrase nobody can guess."""
    return " ".join(secrets.SystemRandom().sample(WORDS, WORDS_MADE))


def bare(text: str) -> str:
    """Return a name or a passphrase as it is compared: a telephone's capitals, hyphens and blanks do not matter."""
    return " ".join(re.split(r"[\s\-–—]+", unicodedata.normalize("NFKC", text).casefold())).strip()


def is_good(passphrase: str) -> bool:
    """Say whether a passphrase has at least 12 characters or four words, and is not one thing over and over."""
    said = bare(passphrase)
    words = set(said.split())
    if len(passphrase) > LONGEST or len(set(said)) < 5:
        return False
    return len(words) >= LEAST_WORDS or (len(said) >= SHORTEST and len(words) == len(said.split()))
