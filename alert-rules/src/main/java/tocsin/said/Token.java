package tocsin.said;

import org.jspecify.annotations.Nullable;

/// One word, number or mark of a plain text.
///
/// @param kind what it does in a sentence
/// @param from where it starts in the text
/// @param to where it ends, exclusive
/// @param figure the figure it names; null where it names none, or dead and injured at once
/// @param amount the number it writes, if it is one
record Token(Kind kind, int from, int to, @Nullable SaidFigure figure, @Nullable Amount amount) {
    /// What a token does in a sentence.
    enum Kind {
        /// Names a figure: 死亡, trapped.
        FIGURE,
        /// A number of people: 3人, 5名.
        PEOPLE,
        /// A sum in yuan.
        MONEY,
        /// A number without a unit.
        BARE,
        /// A number of something else: 3辆, 20时.
        OTHER,
        /// Who is counted.
        PERSON,
        /// How it happened: 不幸, 当场, were.
        MANNER,
        /// Leads from a figure to its number: 人数, 升至, of.
        LINK,
        /// Leads from a number that no longer holds to the one that does.
        CHANGE,
        /// 由, 从: a number that no longer holds follows.
        FROM,
        /// And, or.
        AND,
        /// The mark between items of a list.
        LIST,
        /// A comma or bracket.
        COMMA,
        /// The end of a sentence.
        END,
        /// The end of a question.
        QUESTION,
        /// None at all.
        NONE,
        /// 造成, 致.
        CAUSE,
        /// Makes the rest of the sentence a supposition or a rehearsal.
        SUPPOSED,
        /// Makes the clause a possibility.
        POSSIBLE,
        /// Makes the clause an addition to a total not said.
        ADDED,
        /// Makes the rest of the sentence one about another event.
        ELSEWHERE,
        /// Comes back to this event, or to totals.
        NOW,
        /// Makes the whole sentence hearsay.
        RUMOUR,
        /// Counts people as helped, not as found.
        RESCUE,
        /// Says of people that they are found or free.
        SAVED,
        /// Not the people themselves but their families and the like.
        KIN,
        /// Counts those who were sent.
        SENT,
        /// Widens the number that follows.
        ROUGH,
        /// Yuan, in front of a number.
        CURRENCY,
        /// Anything else.
        TEXT
    }

    static Token of(Kind kind, int from, int to) {
        return new Token(kind, from, to, null, null);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /// Whether a clause ends here.
    boolean isMark() {
        return kind == Kind.COMMA || kind == Kind.LIST || kind == Kind.END || kind == Kind.QUESTION;
    }

    /// Whether it is a number that could count people or, for a loss, yuan.
    boolean isCount() {
        return kind == Kind.PEOPLE || kind == Kind.MONEY || kind == Kind.BARE;
    }
}
