"""What the next request weighs in tokens, told with every key that is pressed: nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_

from scout_desktop.chat.captions import NOT_SENT, caption_words
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import REGISTER, Planned, diet_of, holds_picture, plan
from scout_desktop.chat.diet_cost import ONE_TILE_TOKENS
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.estimate import TOKENS_PER_MESSAGE, picture_tokens, text_tokens
from scout_desktop.chat.message import ImagePart, Node


@dataclass(frozen=True, slots=True)
class Weight:
    """Tokens, as predicted without correction."""

    words: int = 0
    """The template's share of each message included."""
    pictures: int = 0
    unknown: int = 0
    """Pictures by address."""

    def __add__(self, other: Weight) -> Weight:
        return Weight(
            self.words + other.words, self.pictures + other.pictures, self.unknown + other.unknown
        )


class Weighing:
    """Remembers what it weighed: of the same branch all of it, of a longer one its messages."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, int], int] = {}
        self._branch: tuple[Node, ...] = ()
        self._sums: list[int] = []
        """Words of the branch up to and with each of its messages."""
        self._picturing: list[int] = []
        """Places of messages with pictures in the branch."""
        self._provider: str | None = None
        self._edited: tuple[Conversation, str, tuple[Node, ...]] | None = None
        self._planned: tuple[Sequence[Node], object, tuple[Planned, ...], Weight] | None = None

    def branch(self, conversation: Conversation, draft: Draft) -> tuple[Node, ...]:
        """Return what stands before a draft."""
        edits = draft.edits
        if edits is None or edits not in conversation.nodes:
            return conversation.branch
        known = self._edited
        if known is None or known[0] is not conversation or known[1] != edits:
            before = conversation.branch_to(conversation.nodes[edits].parent)
            known = self._edited = conversation, edits, before
        return known[2]

    def plan(self, conversation: Conversation, draft: Draft) -> tuple[Planned, ...]:
        """Return how every picture before a draft goes along."""
        return self._plan(conversation, draft)[0]

    def coming(self, conversation: Conversation, draft: Draft) -> Weight:
        """Return the weight of the branch as it would be sent, and of the draft behind it."""
        words = self._words_of(self.branch(conversation, draft)) + _system(conversation)
        words += text_tokens(draft.text) + TOKENS_PER_MESSAGE
        return Weight(words) + self._plan(conversation, draft)[1] + _weight_of_images(draft.images)

    def asked(
        self,
        conversation: Conversation,
        branch: tuple[Node, ...],
        planned: Iterable[Planned],
        prefill: str = "",
    ) -> Weight:
        """Return the weight of a request that is about to leave."""
        words = self._words_of(branch) + _system(conversation)
        words += text_tokens(prefill) + TOKENS_PER_MESSAGE if prefill else 0
        nodes = {node.id: node for node in branch[-1:]}
        return Weight(words) + _weight_of_plan(planned, {**conversation.nodes, **nodes})

    def provider(self, conversation: Conversation, draft: Draft) -> str | None:
        """Return who answered last before a draft; None where nobody has."""
        self._words_of(self.branch(conversation, draft))
        return self._provider

    def _plan(self, conversation: Conversation, draft: Draft) -> tuple[tuple[Planned, ...], Weight]:
        branch, setting = self.branch(conversation, draft), conversation.value(REGISTER)
        known = self._planned
        if known is None or known[0] is not branch or known[1] is not setting:
            self._words_of(branch)
            made: tuple[Planned, ...] = ()
            if self._picturing:
                made = plan(branch, diet_of(conversation), coming=True)
            weight = _weight_of_plan(made, conversation.nodes)
            known = self._planned = branch, setting, made, weight
        return known[2], known[3]

    def _words_of(self, branch: tuple[Node, ...]) -> int:
        if branch is not self._branch:
            same = _same(branch, self._branch)
            del self._sums[same:]
            while self._picturing and self._picturing[-1] >= same:
                self._picturing.pop()
            words = self._sums[-1] if self._sums else 0
            for place in range(same, len(branch)):
                node = branch[place]
                key = node.id, node.rev
                if (known := self._words.get(key)) is None:
                    known = self._words[key] = _words(node)
                words += known
                self._sums.append(words)
                if holds_picture(node):
                    self._picturing.append(place)
            self._branch = branch
            self._provider = next(filter(None, map(provider_of, reversed(branch))), None)
        return self._sums[-1] if self._sums else 0


def provider_of(reply: Node) -> str:
    """Return who answered a reply: the provider's name, or the host where none was named.

    Empty for what is no reply, and for the stand-in of practice mode.
    """
    if reply.role != "assistant" or reply.record.get("purpose") == "practice":
        return ""
    named = reply.section("reply").get("provider")
    host = reply.section("request").get("host")
    if isinstance(named, str) and named:
        return named
    # One that failed was answered by nobody.
    answered = reply.section("usage") and isinstance(host, str)
    return str(host) if answered else ""


def _same(one: Sequence[Node], other: Sequence[Node]) -> int:
    """Return how many messages two branches have in common at their beginning."""
    shorter = min(len(one), len(other))
    same = list(map(is_, one, other))
    return same.index(False) if False in same else shorter


def _words(node: Node) -> int:
    """Return the tokens of a message's words and its template; 0 for what is never sent."""
    if node.deleted or node.role not in ("user", "assistant", "system"):
        return 0
    text = node.text
    if not text and (node.role == "assistant" or not node.images):
        return 0
    return text_tokens(text) + TOKENS_PER_MESSAGE


def _system(conversation: Conversation) -> int:
    system = conversation.system
    return 1 + (text_tokens(system) + TOKENS_PER_MESSAGE if system.strip() else 0)


def _weight_of_images(images: Iterable[ImagePart]) -> Weight:
    tokens = [picture_tokens(image) for image in images]
    return Weight(0, sum(each or 0 for each in tokens), tokens.count(None))


def _weight_of_plan(planned: Iterable[Planned], nodes: Mapping[str, Node]) -> Weight:
    words = pictures = unknown = 0
    silent: dict[str, bool] = {}
    for each in planned:
        silent[each.node] = silent.get(each.node, True) and each.how == "drop"
        if each.how == "caption":
            words += text_tokens(caption_words(each.image.name, each.caption))
        elif each.how != "drop":
            tokens = picture_tokens(each.image)
            unknown += tokens is None
            pictures += min(tokens or 0, ONE_TILE_TOKENS) if each.how == "tile" else tokens or 0
    emptied = (id for id, dropped in silent.items() if dropped and id in nodes)
    words += sum(text_tokens(NOT_SENT) for id in emptied if not nodes[id].text)
    return Weight(words, pictures, unknown)
