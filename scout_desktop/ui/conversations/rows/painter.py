"""Paints one line of the list of conversations, and holds the field for renaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.conversations.rows.chips import Chip, placed
from scout_desktop.ui.conversations.rows.chips import paint as chip_paint
from scout_desktop.ui.conversations.rows.grouping import Heading
from scout_desktop.ui.conversations.rows.words import Line
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFont

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.conversations.rows.choosing import Choosing
    from scout_desktop.ui.conversations.rows.model import RowsModel
    from scout_desktop.ui.conversations.rows.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_ENDING = (
    Qt.AlignmentFlag.AlignRight
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextSingleLine
)


class RowPainter(QStyledItemDelegate):
    """Heading: 28 px. Row: 52 px, title and time over last line and cost, picture at the right."""

    def __init__(
        self, theme: Theme, model: RowsModel, thumbnails: Thumbnails, choosing: Choosing
    ) -> None:
        super().__init__(choosing)
        self._choosing = choosing
        self._theme, self._model, self._thumbnails = theme, model, thumbnails
        self.open_id = ""
        self._edited = ""
        self._restyle()
        theme.changed.connect(self._restyle)

    def more_area(self, box: QRect, row: ChatRow) -> QRect:
        """Where `row` in `box` shows its menu button under the pointer."""
        side = self._theme.px(SIZES.s6)
        right = box.right() - self._theme.px(SIZES.s2) + 1
        if row.thumbnail or words.batch_of(row.id):
            right -= self._theme.px(SIZES.row_picture + SIZES.s2)
        return QRect(right - side, box.top() + self._theme.px(SIZES.s1), side, side)

    def tag_at(self, box: QRect, row: ChatRow, spot: QPoint) -> str:
        """The tag whose chip in `row` in `box` is at `spot`; empty where none is."""
        chips = self._chips(row, self._lower(self._words_area(box, row), row))
        return next((chip.tag for chip in chips if chip.box.contains(spot)), "")

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return (
            self._heading if isinstance(self._model.entry(index.row()), Heading) else self._row_size
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entry(index.row())
        # Each text runs in its own direction, whatever that of the window is.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if isinstance(entry, Heading):
            inset = self._theme.px(SIZES.s3)
            area = box.adjusted(inset, self._theme.px(SIZES.s2), -inset, 0)
            self._text(painter, entry.title, self._small_strong, "text_3", area)
            return
        self._ground(painter, box, entry, state)
        if entry.id != self._edited:
            chosen = self._choosing.active and bool(state & _State.State_Selected)
            hovered = bool(state & _State.State_MouseOver)
            self._row(painter, box, entry, hovered=hovered, chosen=chosen)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        row = self._model.row_at(index)
        self._edited = "" if row is None else row.id
        field = QLineEdit(parent)
        field.setAccessibleName("Title of the conversation")
        field.setMaxLength(200)
        return field

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._edited = ""
        super().destroyEditor(editor, index)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        box: QRect = option.rect
        inset, height = self._theme.px(SIZES.s2), self._theme.px(SIZES.control)
        top = box.top() + (box.height() - height) // 2
        editor.setGeometry(box.left() + inset, top, box.width() - 2 * inset, height)

    def _ground(self, painter: QPainter, box: QRect, row: ChatRow, state: QStyle.StateFlag) -> None:
        is_open, hovered = row.id == self.open_id, bool(state & _State.State_MouseOver)
        chosen = self._choosing.active and bool(state & _State.State_Selected)
        shape = QRectF(box.adjusted(SIZES.s1, 1, -SIZES.s1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = SIZES.radius_field
        if is_open or hovered or chosen:
            ground = "tint" if is_open else "pressed" if chosen else "hover"
            painter.setBrush(self._theme.color(ground))
            painter.drawRoundedRect(shape, radius, radius)
        if chosen:
            # An edge of its own, so that one that is open as well is seen to be chosen.
            edge = QRectF(shape.left(), shape.top() + SIZES.s2, 3, shape.height() - 2 * SIZES.s2)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(edge, 1.5, 1.5)
        if state & _State.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), SIZES.focus))
            painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), radius - 1, radius - 1)

    def _row(
        self, painter: QPainter, box: QRect, row: ChatRow, *, hovered: bool, chosen: bool = False
    ) -> None:
        theme, hit = self._theme, self._model.hit(row.id)
        is_batch = bool(words.batch_of(row.id))
        if row.thumbnail or is_batch:
            place = self._picture_area(box)
            if is_batch:
                place = self._stack(painter, place)
            self._thumbnails.paint(painter, row.thumbnail or "", place)
        area = self._words_area(box, row)
        upper = QRect(area.left(), area.top(), area.width(), self._title_height)
        spot = self.more_area(box, row)
        time = words.when(row, self._model.shown_at)
        # The button takes the place of the time, so that no text moves under the pointer.
        title = QRect(upper)
        title.setRight(min(self._beside(time, upper).right(), spot.left() - 1))
        quiet = "text_2" if chosen else "text_3"
        if hovered and not is_batch:
            scale = painter.device().devicePixelRatioF()
            offered = "undo" if row.deleted else "more"
            icon = theme.pixmap(offered, "text_2", SIZES.icon, scale)
            lift = (spot.width() - theme.px(SIZES.icon)) // 2
            painter.drawPixmap(spot.left() + lift, spot.top() + lift, icon)
        else:
            self._aside(painter, time, upper, quiet)
        named = self._model.title_line(row)
        seen = self._line(painter, named, self._body, "text", title, moved=False)
        lower = self._lower(area, row)
        self._aside(painter, self._beside_words(row), self._under(area), quiet)
        chips = self._chips(row, lower)
        ground = "surface" if chosen or row.id == self.open_id else "pressed"
        chip_paint(painter, chips, self._small, theme, ground)
        if chips:
            lower.setLeft(chips[-1].box.right() + 1 + theme.px(SIZES.s1) + 1)
        found = Line(self._model.last_line(row))
        if hit is not None and hit.snippet:
            found = words.snippet(hit)
        elif not seen:
            found = named  # what was found stands further back in the title
        self._line(painter, found, self._small, quiet, lower)

    def _picture_area(self, box: QRect) -> QRect:
        side = self._theme.px(SIZES.row_picture)
        right = box.right() - self._theme.px(SIZES.s3)
        return QRect(right - side + 1, box.top() + (box.height() - side) // 2, side, side)

    def _words_area(self, box: QRect, row: ChatRow) -> QRect:
        """Where the two lines of `row` stand."""
        inset, lift = self._theme.px(SIZES.s3), self._theme.px(7)
        area = box.adjusted(inset, lift, -inset, -lift)
        if row.thumbnail or words.batch_of(row.id):
            area.setRight(self._picture_area(box).left() - self._theme.px(SIZES.s2) - 1)
        return area

    def _under(self, area: QRect) -> QRect:
        """The lower of two lines."""
        middle = area.top() + self._title_height
        return QRect(area.left(), middle, area.width(), area.bottom() + 1 - middle)

    def _lower(self, area: QRect, row: ChatRow) -> QRect:
        """What stands at the end leaves this of the lower line."""
        return self._beside(self._beside_words(row), self._under(area))

    def _beside_words(self, row: ChatRow) -> str:
        hit = self._model.hit(row.id)
        if hit is not None and (hit.snippet or self._model.title_line(row).marks):
            return words.hits(hit)  # what was found needs the room that the cost would take
        return words.cost(row)

    def _chips(self, row: ChatRow, lower: QRect) -> list[Chip]:
        hit = self._model.hit(row.id)
        if not row.tags or (hit is not None and hit.snippet):
            return []
        return placed(row.tags, lower, self._small, self._theme)

    def _stack(self, painter: QPainter, place: QRect) -> QRect:
        """Paint the edges of the pictures behind the first; returns the place that is left."""
        step = self._theme.px(SIZES.s1) - 1
        painter.setPen(Qt.PenStyle.NoPen)
        for behind, token in ((2, "line"), (1, "thumb")):
            edge = QRectF(place).adjusted(
                behind * step, (2 - behind) * step, -behind * step, -behind * step
            )
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(edge, SIZES.s1, SIZES.s1)
        return place.adjusted(0, 2 * step, 0, 0)

    def _aside(self, painter: QPainter, text: str, area: QRect, token: str) -> None:
        """Paint `text` at the end of `area`."""
        painter.setFont(self._small_number)
        painter.setPen(self._theme.color(token))
        painter.drawText(area, _ENDING, text)

    def _beside(self, text: str, area: QRect) -> QRect:
        """What an aside of `text` leaves of `area`."""
        if not text:
            return area
        width = QFontMetrics(self._small_number).horizontalAdvance(text)
        return area.adjusted(0, 0, -width - self._theme.px(SIZES.s2), 0)

    def _line(
        self,
        painter: QPainter,
        line: Line,
        font: QFont,
        token: str,
        area: QRect,
        *,
        moved: bool = True,
    ) -> bool:
        """Paint a line, `moved` to its first mark or from its start; whether that mark is seen."""
        if not line.marks:  # a window at rest has none, and does without what paints them
            self._text(painter, line.text, font, token, area)
            return True
        from scout_desktop.ui.conversations.rows.marked import Inks, begun, fitted
        from scout_desktop.ui.conversations.rows.marked import paint as paint_marked

        theme, seen = self._theme, True
        inks = Inks(theme.color(token), theme.brush("hit"), theme.brush("text"))
        if moved:
            line = fitted(line, font, area.width())
        else:
            line, seen = begun(line, font, area.width())
        paint_marked(painter, area, line, font, inks)
        return seen

    def _text(self, painter: QPainter, text: str, font: QFont, token: str, area: QRect) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEADING, shown)

    def _restyle(self) -> None:
        theme = self._theme
        self._body, self._small = theme.font("body"), theme.font("caption")
        self._small_strong = theme.font("caption_strong")
        self._small_number = theme.font("caption_number")
        self._title_height = theme.px(20)
        self._heading = QSize(0, theme.px(SIZES.section))
        self._row_size = QSize(0, theme.px(SIZES.row))
