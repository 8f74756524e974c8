"""Pure text: canonical form, blocks, spans, selectors, units and segments."""
