"""A small window to try the desktop of the journeys on; knows nothing of the program."""

import sys

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)


class Sample(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sample window")
        self.setAcceptDrops(True)
        self.draft = QPlainTextEdit()
        self.draft.setAccessibleName("Draft")
        self.draft.setAcceptDrops(False)
        self.status = QLabel("nothing yet")
        send = QPushButton("Send")
        send.clicked.connect(lambda: self.status.setText("sent: " + self.draft.toPlainText()))
        slider = QSlider()
        slider.setAccessibleName("Heat")
        slider.valueChanged.connect(lambda value: self.status.setText(f"heat {value}"))
        room = QWidget()
        column = QVBoxLayout(room)
        for part in (self.draft, self.status, send, slider):
            column.addWidget(part)
        self.setCentralWidget(room)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        mime: QMimeData = event.mimeData()
        self.status.setText("dropped: " + " ".join(url.toLocalFile() for url in mime.urls()))
        event.acceptProposedAction()


application = QApplication(sys.argv)
window = Sample()
window.resize(500, 500)
window.move(900, 200)
window.show()
print("shown", flush=True)
sys.exit(application.exec())
