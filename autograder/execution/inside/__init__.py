"""What runs beside a submission: copied into a folder of its own, which is all that a kernel sees.

Nothing here imports the rest of the package: there is no reference, no bank and no expected
answer where a learner's code runs.
"""
