"""The words of this module, each in English and Chinese."""

Words = dict[str, tuple[str, str]]

STATES: Words = {
    "asked": ("waits for its result", "等待检验结果"),
    "passed": ("passed", "合格"),
    "failed": ("failed", "不合格"),
}
