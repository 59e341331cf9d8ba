"""What families need, in their words."""

from typing import Final

from throughline.methods.needs.vocabulary.health import HEALTH, MIND
from throughline.methods.needs.vocabulary.home import HOME
from throughline.methods.needs.vocabulary.school import LEARNING, PLAY

NEEDS: Final = (*HEALTH, *MIND, *HOME, *LEARNING, *PLAY)
