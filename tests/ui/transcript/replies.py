"""Replies with every kind of block."""

from __future__ import annotations

EVERYTHING = """# Title

Words with **strong**, `code()` and a [link](https://example.org/a).

1. one
2. two
   - nested

```python
def f():
    return 1
```

> quoted

| a | b |
|---|--:|
| 1 | 2 |

---

The end.
"""
