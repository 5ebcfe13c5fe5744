"""One spelling of JSON: sorted keys, no spaces; and values that are spelled once for all."""

import json
from collections.abc import Mapping

SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Spelled(dict[str, object]):
    """Values that will not change any more, with their spelling, for who needs it twice."""

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self.text = SPELLING.encode(values)
