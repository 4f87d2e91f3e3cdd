"""Right answers, computed with NumPy and the standard library alone.

Three modules each answer one kind of question: `shapes` (what comes out of a layer, and how many
parameters it holds), `indices` (which token ids a table of embeddings can serve) and `metrics`
(what a table of right and wrong predictions is worth). The others are parts of these: `layers` and
`sequence_layers` of `shapes`, `confusion` and `count_metrics` of `metrics`.
"""
