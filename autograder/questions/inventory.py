"""The inventory: twelve questions asked before the course and again after it.

They are answered through ``autograder.inventory``, which says nothing the first time. Each option
is what somebody with a known belief would choose; ``lesson`` is the lesson that teaches the idea.
"""

from __future__ import annotations

from autograder.questions.choices import Choice, Option, choose
from autograder.questions.question import Question

PREFIX = "inventory-"  # in front of the name under which a learner answers

LOOKUP = Question(
    id="inventory-lookup",
    title="Inventory: what a new layer gives",
    lesson=1,
    items=("1", "2", "27"),
    prompt="A model reads texts. Its first layer is an `Embedding`, brand-new and not yet trained. "
    "The text *the end of the day* goes into it, in the form that it needs. What comes out?\n\n"
    "- **A** A count for each word: two for *the*, one for each of the others.\n"
    "- **B** Five rows of numbers that tell what each word means.\n"
    "- **C** The five words, cut apart.\n"
    "- **D** Five rows of numbers as chance filled them; the two of *the* are the same.\n"
    "- **E** Two rows of numbers, for *end* and *day*: *the* and *of* say next to nothing.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("a count for each word", "V2"),
                "B": Option("five rows that tell what each word means", "V4"),
                "C": Option("the words, cut apart", "V1"),
                "D": Option("five rows as chance filled them"),
                "E": Option("two rows, for end and day", "V3"),
            },
        ),
    ),
    hints=("What can a layer know that has not read anything yet?",),
)

SHAPE = Question(
    id="inventory-shape",
    title="Inventory: numbers out, numbers inside",
    lesson=2,
    items=("28", "29", "31", "32"),
    prompt="`Embedding(500, 12)` knows 500 words. It is given four texts of six words each. How "
    "many numbers come out, and how many numbers inside the layer can training change?\n\n"
    "- **A** Out: 4 × 12, for each text becomes one row. Inside: 500 × 12.\n"
    "- **B** Out: 4 × 6 × 12. Inside: 500 × 12.\n"
    "- **C** Out: 4 × 6, a number for each word. Inside: 500 × 12.\n"
    "- **D** Out: 4 × 6 × 12. Inside: 6 × 500 × 12, for each place in a text has its own.\n"
    "- **E** Out: 4 × 6 × 500, each word being one of 500. Inside: 500 × 12.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("out 4 × 12, inside 500 × 12", "S3"),
                "B": Option("out 4 × 6 × 12, inside 500 × 12"),
                "C": Option("out 4 × 6, inside 500 × 12", "S2"),
                "D": Option("out 4 × 6 × 12, inside 6 × 500 × 12", "S17"),
                "E": Option("out 4 × 6 × 500, inside 500 × 12", "S4"),
            },
        ),
    ),
    hints=("Draw what takes the place of one single word. Then ask where it was copied from.",),
)

IDS = Question(
    id="inventory-ids",
    title="Inventory: no error, all well?",
    lesson=3,
    items=("30", "32"),
    prompt="A table has 60 rows; a word is known by the number of its row. A program asks, among "
    "others, for the rows 60 and −1, and ends without an error. What follows?\n\n"
    "- **A** Row 60 is the last one; only −1 is a mistake.\n"
    "- **B** Both have rows of their own, or it would have stopped.\n"
    "- **C** For both it may have read the rows of other words, in silence.\n"
    "- **D** For both it got zeros, as there was nothing to read.\n"
    "- **E** Only 60 is a mistake; −1 harmlessly marks an empty place.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("row 60 is the last one", "I1"),
                "B": Option("both have rows of their own", "I7"),
                "C": Option("the rows of other words, in silence"),
                "D": Option("zeros for both", "I68"),
                "E": Option("only 60 is a mistake", "I6"),
            },
        ),
    ),
    hints=("Number the rows of a table of three. Which numbers are left over, and who says so?",),
)

ROWS = Question(
    id="inventory-rows",
    title="Inventory: the line that makes the table",
    lesson=3,
    items=("28", "32"),
    prompt="The training texts hold 700 different words. Short texts are filled up to one length. "
    "Later texts will hold new words, which are to count as words. A row is 16 numbers long. Which "
    "line makes the table?\n\n"
    "- **A** `Embedding(700, 16)`: a row for each word.\n"
    "- **B** `Embedding(16, 702)`: the length of a row first, then how many.\n"
    "- **C** `Embedding(701, 16)`: a row more, for what fills up and for new words.\n"
    "- **D** `Embedding(700, 16)`: each new word adds a row when it comes.\n"
    "- **E** `Embedding(702, 16)`: a row more for what fills up, and one for all new words.",
    parts=(
        Choice(
            reference=choose("E"),
            options={
                "A": Option("700 rows, one for each word", "I15"),
                "B": Option("the length of a row first", "D1"),
                "C": Option("701 rows: one for filling up and new words", "I21"),
                "D": Option("700 rows, and each new word adds one", "I9"),
                "E": Option("702 rows: one for all new words"),
            },
        ),
    ),
    hints=("List what an entry of a text can be, and say for each kind how many rows it needs.",),
)

PADDING = Question(
    id="inventory-padding",
    title="Inventory: an average with filling",
    lesson=4,
    items=("29", "30"),
    prompt="The text *thank you* is filled up to ten places: two word numbers, then 0 eight times. "
    "An `Embedding` looks all ten up, and the ten rows are averaged. Nobody has told the layer "
    "what 0 stands for. What is true of the average?\n\n"
    "- **A** The filling counts: row 0 has numbers, and learns, like any other row.\n"
    "- **B** The filling adds nothing, as row 0 is made of zeros.\n"
    "- **C** The filling is left out, for a 0 always means that there is no word.\n"
    "- **D** It differs from that of *you thank*, filled up likewise.",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("the filling counts"),
                "B": Option("the filling adds nothing: zeros", "K1"),
                "C": Option("the filling is left out", "K22"),
                "D": Option("it differs from that of you thank", "K5"),
            },
        ),
    ),
    hints=("Who has written what stands in row 0, and in which order does one add?",),
)

NEIGHBOURS = Question(
    id="inventory-neighbours",
    title="Inventory: the nearest word",
    lesson=8,
    items=("2", "5"),
    prompt="A model has read a vast amount of text, and has learnt to guess which words stand near "
    "a given word. In its table, no row is nearer to that of *increase* than that of *decrease*. "
    "What does this show?\n\n"
    "- **A** That the training failed: the nearest word should mean the same.\n"
    "- **B** That both words occur in the same surroundings.\n"
    "- **C** That the two words have numbers that follow one another.\n"
    "- **D** That the model has understood both words, and knows them for opposites.",
    parts=(
        Choice(
            reference=choose("B"),
            options={
                "A": Option("the training failed", "C2"),
                "B": Option("the same surroundings"),
                "C": Option("numbers that follow one another", "V9"),
                "D": Option("it has understood both words", "V13"),
            },
        ),
    ),
    hints=("Write a sentence with one of the two words. Does the other fit in its place?",),
)

PRECISION = Question(
    id="inventory-precision",
    title="Inventory: what a flag is worth",
    lesson=5,
    items=("9", "10", "14"),
    prompt="Of 300 messages 90 are spam. A filter flags 60 messages, and 45 of these are spam. You "
    "see only that a message is flagged. How sure may you be that it is spam?\n\n"
    "- **A** 15%: 45 of all 300.\n"
    "- **B** 50%: 45 of the 90 spam messages.\n"
    "- **C** 75%: 45 of the 60 flagged ones.\n"
    "- **D** 80%: so many of the 300 it judges rightly.\n"
    "- **E** 93%: of the 210 others it flags 15 by mistake, which is 7%.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("15%, of all", "M25"),
                "B": Option("50%, of the spam", "M1"),
                "C": Option("75%, of the flagged ones"),
                "D": Option("80%, judged rightly", "M12"),
                "E": Option("93%, what 7% leave", "M29"),
            },
        ),
    ),
    hints=("You hold one message in your hand. From which heap was it drawn?",),
)

F1 = Question(
    id="inventory-f1",
    title="Inventory: one number for two",
    lesson=5,
    items=("4", "11"),
    prompt="Of 1,000 messages 50 are spam. A filter flags five, and all five are spam. So all that "
    "it flags is right (*precision* 100%), and it finds a tenth of the spam (*recall* 10%). How "
    "large is its *F1*, which makes one number of the two?\n\n"
    "- **A** About 18%.\n"
    "- **B** About 32%: the root of 1 × 0.1.\n"
    "- **C** 55%: half-way between the two.\n"
    "- **D** About 96%: of 1,000 messages it judges 955 rightly.",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("about 18%"),
                "B": Option("about 32%, the root", "M32"),
                "C": Option("55%, half-way between", "M4"),
                "D": Option("about 96%, judged rightly", "M12"),
            },
        ),
    ),
    hints=("Should a filter that finds next to nothing get a good mark because it never errs?",),
)

ACCURACY = Question(
    id="inventory-accuracy",
    title="Inventory: right 97 times in 100",
    lesson=6,
    items=("18", "21", "25"),
    prompt="Of 1,000 messages 30 are spam. A filter judges 970 of the 1,000 rightly. What do you "
    "know of it then?\n\n"
    "- **A** That it is good: it is hardly ever wrong.\n"
    "- **B** That it is far better than knowing nothing, which is right half of the time.\n"
    "- **C** That it finds 97% of the spam.\n"
    "- **D** Not even that it is of use: whoever flags nothing at all is right as often.",
    parts=(
        Choice(
            reference=choose("D"),
            options={
                "A": Option("it is good", "T1"),
                "B": Option("it is better than half of the time", "T2"),
                "C": Option("it finds 97% of the spam", "M12"),
                "D": Option("not even that it is of use"),
            },
        ),
    ),
    hints=("Invent the laziest filter that there can be, and count how often it is right.",),
)

LEAK = Question(
    id="inventory-leak",
    title="Inventory: a fair test",
    lesson=7,
    items=("22",),
    prompt="Some messages are kept apart as a test of how a filter will do on tomorrow's "
    "mail. Which of these leaves the test fair?\n\n"
    "- **A** The list of known words is made from all messages, without a look at which are spam.\n"
    "- **B** Many messages come in near-copies. A random fifth of all is the test.\n"
    "- **C** Of five filters, the best on the test is taken, with this result.\n"
    "- **D** The few spam messages are put in tenfold. Then a random fifth is the test.\n"
    "- **E** The finished filter looks up the test's words in its list.",
    parts=(
        Choice(
            reference=choose("E"),
            options={
                "A": Option("a list of known words from all messages", "G1"),
                "B": Option("near-copies, and a random fifth", "G2"),
                "C": Option("the best of five on the test", "G3"),
                "D": Option("spam messages put in tenfold", "G5"),
                "E": Option("the finished filter looks up the words"),
            },
        ),
    ),
    hints=("For each line: does anything that the test holds reach the filter before the test?",),
)

OVERFITTING = Question(
    id="inventory-overfitting",
    title="Inventory: five times over the same texts",
    lesson=7,
    items=("3", "23"),
    prompt="A model goes over its training texts five times. After each pass it is tried on "
    "them, and on others. The *loss* says how wrong its guesses are, the surer the worse.\n\n"
    "| pass | 1 | 2 | 3 | 4 | 5 |\n"
    "|---|---|---|---|---|---|\n"
    "| loss on training texts | 0.62 | 0.45 | 0.31 | 0.20 | 0.12 |\n"
    "| loss on other texts | 0.64 | 0.53 | 0.48 | 0.55 | 0.69 |\n"
    "| other texts judged rightly | 78% | 82% | 84% | 84% | 84% |\n\n"
    "What do these numbers say?\n\n"
    "- **A** After pass 3 it learns its texts by heart, and errs more surely on others.\n"
    "- **B** It gets better to the end: the loss on training texts keeps falling.\n"
    "- **C** After pass 3 nothing is lost: as many texts are judged rightly.\n"
    "- **D** It is spoilt from pass 1 on, as it does worse on others than on its own.",
    parts=(
        Choice(
            reference=choose("A"),
            options={
                "A": Option("it learns its texts by heart"),
                "B": Option("it gets better to the end", "O1"),
                "C": Option("nothing is lost", "O2"),
                "D": Option("it is spoilt from pass 1 on", "O3"),
            },
        ),
    ),
    hints=("Read one line of the table at a time. Which line is about texts that are new to it?",),
)

PERPLEXITY = Question(
    id="inventory-perplexity",
    title="Inventory: a perplexity of 20",
    lesson=9,
    items=("6", "24"),
    prompt="A model guesses the next word of a text, again and again to its end. Its *perplexity* "
    "on this text is 20. What does that say?\n\n"
    "- **A** It guesses 20% of the words rightly.\n"
    "- **B** It does better than a model with a perplexity of 30, whatever text that one read.\n"
    "- **C** It is as unsure, on the whole, as if it chose among 20 equally likely words.\n"
    "- **D** There are 20 words that it knows.",
    parts=(
        Choice(
            reference=choose("C"),
            options={
                "A": Option("20% of the words rightly", "P1"),
                "B": Option("better than any with 30, whatever text", "P4"),
                "C": Option("as unsure as among 20 words"),
                "D": Option("20 words that it knows", "P19"),
            },
        ),
    ),
    hints=("To be perplexed is not to know what comes. Should more of it be better or worse?",),
)

QUESTIONS: tuple[Question, ...] = (
    LOOKUP,
    SHAPE,
    IDS,
    ROWS,
    PADDING,
    NEIGHBOURS,
    PRECISION,
    F1,
    ACCURACY,
    LEAK,
    OVERFITTING,
    PERPLEXITY,
)
