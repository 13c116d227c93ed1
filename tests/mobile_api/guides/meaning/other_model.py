"""Another model at the same door: texts are alike that share characters, and it may misbehave.

Its arguments: the name of the model, how it behaves, and the number of the socket. `held`: a query
waits as long as the file of that name is there. `dies`: it ends at the text that says so.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import numpy as np

from mobile_api.guides.meaning.child import serve
from mobile_api.guides.meaning.embedder import Vector

SIZE = 256
# Shares no character with what the demo city calls it.
FURRY, DOG = "毛茸茸的伙伴", "身份证补领"
DIES = "这里结束"


class Characters:
    """`model` and how it behaves, as above."""

    alike_from, alike_fully = 0.3, 0.8

    def __init__(self, model: str, behaviour: str) -> None:
        self.model = model
        self._behaviour = behaviour

    def of_query(self, text: str) -> Vector:
        while self._behaviour.startswith("/") and Path(self._behaviour).exists():
            time.sleep(0.01)
        return self.of_document(text.replace(FURRY, DOG))

    def of_document(self, text: str) -> Vector:
        if self._behaviour == "dies" and DIES in text:
            os.abort()
        vector = np.full(SIZE, 1e-3, np.float32)
        for character in text:
            vector[hashlib.sha256(character.encode()).digest()[0]] += 1.0
        unit: Vector = vector / np.linalg.norm(vector)
        return unit


if __name__ == "__main__":
    serve(Characters(sys.argv[1], sys.argv[2]), int(sys.argv[3]))
