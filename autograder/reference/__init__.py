"""Right answers, computed with NumPy and the standard library alone.

Each module answers one kind of question. `shapes`: what comes out of a layer, and how many
parameters it holds (its parts are `layers` and `sequence_layers`). `indices`: which token ids a
table of embeddings can serve. `metrics`: what a table of right and wrong predictions is worth (its
parts are `confusion` and `count_metrics`). `masking`: what a mask hides, and from which layers.
`similarity`: how near vectors are, and how near by chance. `updates`: which rows an optimiser
moves. `splits`: what training has seen of the test. `thresholds`: what a score is worth at each
cut. `perplexity` and `bleu`: how a language model and its sentences are judged. `vocabulary`: how
words become ids.
"""
