"""The tokens as one Qt stylesheet.

Views ask for a look by dynamic property, never by writing QSS:
`role` on buttons: `primary`, `quiet`, `row`, `danger`, `link`, `icon` (none is an outlined button);
`kind` on labels: the keys of `FACES`;
`tone`: `text`, `second`, `third`, `accent`, `good`, `warn`, `bad`;
`ground` on panes: `window`, `rail`, `surface`, `bubble`, `tint`, `card`, `bare`;
`invalid` (true) on fields.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from scout_desktop.ui.theme.tokens import FACES, SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.tokens import Tokens


def pictures(tokens: Tokens) -> dict[str, tuple[str, str]]:
    """What the sheet points at: file name -> (icon, colour)."""
    return {
        "down": ("chevron-down", tokens.text_2),
        "right": ("chevron-right", tokens.text_2),
        "check": ("check", tokens.on_accent),
        "tick": ("check", tokens.text),
        "dash": ("dash", tokens.on_accent),
    }


def sheet(tokens: Tokens, factor: float, folder: str, fixed: str) -> str:
    """The stylesheet for these colours.

    Lengths are multiplied by `factor`, pictures lie in `folder`, `fixed` is the family of code.
    """

    def px(length: float) -> str:
        return f"{round(length * factor)}px"

    groove = round(SIZES.s1 * factor)
    lift = (round(14 * factor) - groove) // 2
    # As much above the groove as below: half a pixel would make the knob square.
    knob = groove + 2 * lift
    values = tokens._asdict()
    kinds = "".join(
        f'QLabel[kind="{kind}"]{{font-size:{px(face.px)};font-weight:{face.weight}}}'
        for kind, face in FACES.items()
        if kind not in ("body", "number", "code")
    )
    values |= {
        "kinds": kinds,
        "small": px(FACES["caption"].px),
        "fixed": fixed.replace('"', ""),
        "code": px(FACES["code"].px),
        "field": px(SIZES.radius_field),
        "card": px(SIZES.radius_card),
        # A control is 28 px outside: its text box is that less 2 of border and 4 of padding.
        "inner": px(SIZES.control - 6),
        "icon_side": px(SIZES.control),
        "mark": px(SIZES.icon),
        "icon_half": f"{round(SIZES.control * factor) // 2}px",
        # Qt makes a box square again whose radius is more than half its side, so halves round down.
        "knob": f"{knob}px",
        "knob_half": f"{knob // 2}px",
        "round": f"{(knob + 2) // 2}px",
        "dot": f"{knob - 2 * (knob // 3)}px",
        "dot_ring": f"{knob // 3 + 1}px",
        "knob_up": f"-{lift}px",
        "slider": f"{knob + 4}px",
        "bar": px(SIZES.scrollbar),
        "bar_half": px(SIZES.scrollbar // 2 - 2),
        "s1": px(SIZES.s1),
        "s2": px(SIZES.s2),
        "s3": px(SIZES.s3),
        "s6": px(SIZES.s6),
        "pictures": folder,
    }
    return _SHEET.substitute(values)


_SHEET = Template("""
QToolTip{background:$surface;color:$text;border:1px solid $line;padding:$s1 $s2;font-size:$small}
QLabel{background:transparent}
QDialogButtonBox{dialogbuttonbox-buttons-have-icons:0}
$kinds
QLabel[kind="code"],QPlainTextEdit[kind="code"],QLineEdit[kind="code"]{font-family:"$fixed";
 font-size:$code}
QLabel[tone="third"],QLabel[kind="caption"],QLabel[kind="caption_number"]{color:$text_3}
QLabel[tone="second"]{color:$text_2}QLabel[tone="text"]{color:$text}
QLabel[tone="accent"]{color:$accent}QLabel[tone="good"]{color:$good}
QLabel[tone="warn"]{color:$warn}QLabel[tone="bad"]{color:$bad}
[ground="window"]{background:$window}[ground="rail"]{background:$rail}
[ground="surface"]{background:$surface}[ground="bubble"]{background:$bubble;border-radius:$card}
[ground="tint"]{background:$tint;border-radius:$card}
[ground="card"]{background:$surface;border:1px solid $line;border-radius:$card}
[ground="bare"]{background:transparent;border:none}

QPushButton,QToolButton,QCheckBox,QRadioButton,QSlider,QComboBox{outline:0}
QPushButton{background:$surface;color:$text;border:1px solid $line;border-radius:$field;
 padding:2px $s3;min-height:$inner}
QPushButton:hover{background:$hover}QPushButton:pressed{background:$pressed}
QPushButton:disabled{color:$text_3;background:transparent}
QPushButton:focus{border:2px solid $accent;padding:1px 11px}
QPushButton[role="primary"]{background:$accent;color:$on_accent;border-color:$accent;font-weight:600}
QPushButton[role="primary"]:hover,QPushButton[role="primary"]:pressed{background:$accent_hover}
QPushButton[role="primary"]:focus{border-color:$text}
QPushButton[role="primary"]:disabled{background:$pressed;color:$text_3;border-color:$pressed}
QPushButton[role="quiet"]{background:transparent;border-color:transparent;color:$text_2}
QPushButton[role="quiet"]:hover{background:$hover;color:$text}
QPushButton[role="quiet"]:focus,QPushButton[role="link"]:focus{border-color:$accent}
QPushButton[role="row"]{background:transparent;border-color:transparent;color:$text_2;
 text-align:left;padding:2px 7px}
QPushButton[role="row"]:hover{background:$hover}
QPushButton[role="row"]:focus{border-color:$accent;padding:1px 6px}
QPushButton[role="danger"]{color:$bad;border-color:$bad;background:transparent}
QPushButton[role="danger"]:hover{background:$bad_tint}
QPushButton[role="link"]{background:transparent;border-color:transparent;color:$accent;
 padding:2px $s1}
QPushButton[role="link"]:hover{color:$accent_hover;text-decoration:underline}
QPushButton[role="danger"]:disabled{border-color:$line}
QPushButton[role="danger"]:disabled,QPushButton[role="link"]:disabled{color:$text_3}
QPushButton::menu-indicator{image:url($pictures/down.svg);width:$mark;height:$mark;
 subcontrol-origin:padding;subcontrol-position:right center;right:$s1}
QToolButton{background:transparent;border:2px solid transparent;border-radius:$field;color:$text_2}
QToolButton:hover{background:$hover}QToolButton:pressed,QToolButton:checked{background:$pressed}
QToolButton:focus{border-color:$accent}
QToolButton::menu-indicator{image:none}
QToolButton[role="send"]{background:$accent;border-radius:$icon_half}
QToolButton[role="send"]:hover{background:$accent_hover}
QToolButton[role="send"]:focus{border-color:$text}
QToolButton[role="send"]:disabled{background:$pressed}
QToolButton[role="section"]{color:$text_2;font-size:$small;font-weight:600;text-align:left;
 padding:1px;min-height:$inner}
QToolButton[role="section"]:checked{background:transparent}
QToolButton[role="section"]:hover{background:$hover}
QToolButton[role="segment"]{color:$text_2;padding:1px $s2;font-size:$small}
QToolButton[role="segment"]:checked{background:$surface;color:$text}
QToolButton[role="segment"]:disabled{color:$edge}
#segmented{background:$pressed;border-radius:$field}
#banner{background:$tint;border:none;border-radius:$card}
#banner[state="warn"]{background:$warn_tint}#banner[state="bad"]{background:$bad_tint}
#toast{background:$surface;border:1px solid $edge;border-radius:$card}
#chip{border:2px solid transparent}#chip:focus{border-color:$accent}

QLineEdit,QPlainTextEdit,QTextEdit,QAbstractSpinBox,QComboBox{background:$surface;color:$text;
 border:1px solid $line;border-radius:$field;padding:2px 7px;
 selection-background-color:$accent;selection-color:$on_accent;placeholder-text-color:$text_3}
QLineEdit,QAbstractSpinBox,QComboBox{min-height:$inner}
QLineEdit:focus,QPlainTextEdit:focus,QTextEdit:focus,QAbstractSpinBox:focus,QComboBox:focus,
 QComboBox:on{border:2px solid $accent;padding:1px 6px}
QLineEdit:disabled,QPlainTextEdit:disabled,QAbstractSpinBox:disabled,QComboBox:disabled{
 color:$text_3;background:transparent}
QLineEdit[invalid="true"],QPlainTextEdit[invalid="true"],QAbstractSpinBox[invalid="true"]{
 border:1px solid $bad}
QLineEdit[invalid="true"]:focus,QPlainTextEdit[invalid="true"]:focus,
 QAbstractSpinBox[invalid="true"]:focus{border:2px solid $bad}
QAbstractSpinBox QLineEdit,QAbstractSpinBox QLineEdit:focus,QComboBox QLineEdit,
 QComboBox QLineEdit:focus{border:none;background:transparent;padding:0 4px;min-height:0}
QAbstractSpinBox::up-button,QAbstractSpinBox::down-button{width:0;border:none}
QPlainTextEdit[ground="bare"],QTextEdit[ground="bare"],QLineEdit[ground="bare"],
 QPlainTextEdit[ground="bare"]:focus,QTextEdit[ground="bare"]:focus{
 background:transparent;border:none;padding:0}
QComboBox::drop-down{border:none;width:$s6}
QComboBox::down-arrow{image:url($pictures/down.svg);width:$mark;height:$mark}
QListView{background:$surface}
QWidget QListView{background:transparent}
QComboBox QAbstractItemView{background:$surface;border:1px solid $line;padding:$s1;outline:0}
QComboBox QAbstractItemView::item{min-height:$inner;padding:0 $s2;border-radius:$s1;color:$text}
QComboBox QAbstractItemView::item:selected{background:$tint;color:$text}

QCheckBox,QRadioButton{spacing:$s2;border:2px solid transparent;border-radius:$s1;padding:1px}
QCheckBox:focus,QRadioButton:focus{border-color:$accent}
QCheckBox:disabled,QRadioButton:disabled{color:$text_3}
QCheckBox::indicator,QRadioButton::indicator{width:$knob;height:$knob;border:1px solid $edge;
 background:$surface;border-radius:$s1}
QRadioButton::indicator{border-radius:$round}
QCheckBox::indicator:hover,QRadioButton::indicator:hover{border-color:$accent}
QCheckBox::indicator:checked{background:$accent;border-color:$accent;image:url($pictures/check.svg)}
QCheckBox::indicator:indeterminate{background:$accent;border-color:$accent;
 image:url($pictures/dash.svg)}
QRadioButton::indicator:checked{border:$dot_ring solid $accent;width:$dot;height:$dot}
QCheckBox::indicator:disabled{background:$pressed;border-color:$line}

QSlider{border:2px solid transparent;border-radius:$s1;min-height:$slider}
QSlider:focus{border-color:$accent}
QSlider::groove:horizontal{height:$s1;background:$pressed;border-radius:2px}
QSlider::sub-page:horizontal{background:$edge;border-radius:2px}
QSlider[changed="true"]::sub-page:horizontal{background:$accent}
QSlider::handle:horizontal{width:$knob;height:$knob;margin:$knob_up 0;border-radius:$knob_half;
 background:$edge}
QSlider::handle:horizontal:hover,QSlider[changed="true"]::handle:horizontal{background:$accent}
QSlider::handle:horizontal:disabled,QSlider::sub-page:horizontal:disabled{background:$pressed}

QScrollBar{background:transparent;border:none;margin:0}
QScrollBar:vertical{width:$bar}QScrollBar:horizontal{height:$bar}
QScrollBar::handle{background:$thumb;border-radius:$bar_half;margin:2px}
QScrollBar::handle:hover,QScrollBar::handle:pressed{background:$thumb_hover}
QScrollBar::handle:vertical{min-height:$s6}QScrollBar::handle:horizontal{min-width:$s6}
QScrollBar::add-line,QScrollBar::sub-line{width:0;height:0;border:none}
QScrollBar::add-page,QScrollBar::sub-page{background:transparent}
QAbstractScrollArea::corner{background:transparent;border:none}

QMenuBar{background:$window;border:none;border-bottom:1px solid $line;padding:1px $s1}
QMenuBar::item{padding:$s1 $s2;border-radius:$s1;background:transparent;color:$text_2}
QMenuBar::item:selected,QMenuBar::item:pressed{background:$hover;color:$text}
QMenu{background:$surface;border:1px solid $line;padding:$s1;color:$text}
QMenu::item{padding:5px $s6 5px $s3;border-radius:$s1;border:none}
QMenu::item:selected{background:$tint}QMenu::item:disabled{color:$text_3}
QMenu::icon{padding-left:$s2}
QMenu::separator{height:1px;background:$line;margin:$s1 $s2}
QMenu::indicator{width:$mark;height:$mark;padding-left:$s1}
QMenu::indicator:checked{image:url($pictures/tick.svg)}
QMenu::right-arrow{image:url($pictures/right.svg);width:$mark;height:$mark;padding-right:$s1}

QSplitter::handle{background:transparent}
QTreeView,QTableView,QScrollArea{background:transparent}
QListView,QTreeView,QTableView,QScrollArea{border:none;outline:0}
QScrollArea>QWidget>QWidget{background:transparent}
QListView::item,QTreeView::item,QTableView::item{color:$text}
QTableView{background:$surface;border:1px solid $line;border-radius:$field;gridline-color:$line;
 selection-background-color:$tint;selection-color:$text}
QListView::item:selected,QTreeView::item:selected,QTableView::item:selected{background:$tint;
 color:$text}
QHeaderView::section{background:$rail;color:$text_2;border:none;border-bottom:1px solid $line;
 padding:$s1 $s2;font-size:$small}
QTabBar::tab{background:transparent;color:$text_2;border:none;border-bottom:2px solid transparent;
 padding:$s1 $s3}
QTabBar::tab:selected{color:$text;border-bottom-color:$accent}QTabWidget::pane{border:none}
QProgressBar{background:$pressed;border:none;border-radius:2px;max-height:$s1;color:transparent}
QProgressBar::chunk{background:$accent;border-radius:2px}
QGroupBox{border:none;margin-top:$s6;font-weight:600}
QStatusBar::item{border:none}
""")
