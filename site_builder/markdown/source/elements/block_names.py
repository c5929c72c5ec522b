"""The names of HTML elements that the library takes for blocks; reads no text."""

# What the library takes for a block; what stands in one is shown as it is.
BLOCKS = (
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|group|h[1-6]|header|hgroup|html|iframe|legend|li|main|map|math|menu|nav|noscript|object|ol|option|output|p|pre"
    "|progress|script|section|style|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video"
)
BLOCK_NAMES = frozenset({*BLOCKS.replace("|h[1-6]", "").split("|"), *(f"h{level}" for level in range(1, 7))})
