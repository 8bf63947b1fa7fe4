"""
The app's own way in, in a process of its own: what the screen calls with what somebody dropped.

`python -m tests.torture.strangers_child HOME`; for each line of JSON `{"path", "name"}` it answers with a line of
what was said.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from assetmap.errors import AssetMapError
from assetmap.importing import import_bytes
from assetmap.place import open_place


def main(home: str) -> None:
    """Take every file that is named, as drafts."""
    place = open_place(home)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        began = time.monotonic()
        said: dict[str, object]
        try:
            report = import_bytes(
                place, Path(asked["path"]).read_bytes(), asked["name"], kind="green place", by="steward"
            )
            said = report.to_json()
        except AssetMapError as error:
            said = {"error": str(error)}
        except Exception as error:  # noqa: BLE001  # the very thing that is looked for
            said = {"crash": f"{type(error).__name__}: {str(error)[:300]}"}
        most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(json.dumps({"said": said, "seconds": time.monotonic() - began, "kilobytes": most}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
