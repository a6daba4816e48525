package tocsin.said;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.said.Token.Kind;

/// Reads the figures of one sentence: a number before its figure (3人死亡), behind it (死亡3人), or none at all (无人死亡).
///
/// Looks at most [Phrases#REACH] tokens ahead of any token, so a sentence is read in time that grows with its length.
final class SentenceReader {
    private static final Set<SaidFigure> HELPED = Set.of(SaidFigure.TRAPPED, SaidFigure.MISSING, SaidFigure.INJURED,
            SaidFigure.SERIOUSLY_INJURED, SaidFigure.LIGHTLY_INJURED);

    private final String text;
    private final List<Token> tokens;
    private final Phrases phrases;
    private final Standing standing;
    private final List<Said> found = new ArrayList<>();
    /// Where a count of people ended that no figure took; a count joined to it by "and" is a part of a sum.
    private int unbound = -1;

    private SentenceReader(String text, String plain, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
        this.phrases = new Phrases(plain, tokens);
        this.standing = new Standing(tokens);
    }

    /// What this sentence says, in order.
    static List<Said> read(String text, String plain, List<Token> tokens) {
        SentenceReader reader = new SentenceReader(text, plain, tokens);
        int at = 0;
        while (at < tokens.size()) {
            reader.standing.hear(at);
            int next = reader.readAt(at);
            for (int heard = at + 1; heard < next; heard++) {
                reader.standing.hear(heard);
            }
            at = next;
        }
        return reader.found;
    }

    private int readAt(int at) {
        Token token = tokens.get(at);
        int next = token.is(Kind.NONE)
                ? none(at)
                : token.is(Kind.FIGURE)
                        ? figureFirst(at)
                        : token.isCount() ? countFirst(at) : at;
        return Math.max(next, at + 1);
    }

    private int none(int at) {
        int figure = at + 1;
        while (phrases.is(figure, Kind.PERSON, Kind.CAUSE, Kind.MANNER, Kind.LINK) && figure < at + 4
                || figure == at + 1 && phrases.isOne(figure)) {
            figure++;
        }
        if (phrases.is(figure, Kind.FIGURE) && tokens.get(figure).figure() == SaidFigure.EVACUATED) {
            // 无人疏散 is a complaint more often than a count.
            return figure + 1;
        }
        if (!phrases.is(figure, Kind.FIGURE)) {
            // 没有造成3人死亡 denies a number and says no other.
            int match = figure < tokens.size() && tokens.get(figure).isCount() ? phrases.countFirst(figure) : -1;
            return match < 0 ? at : match + 1;
        }
        Amount zero = Amount.of(BigDecimal.ZERO, 0);
        int last = figure;
        say(at, figure, tokens.get(figure).figure(), zero);
        int next = phrases.alsoNone(last);
        while (next > last) {
            say(at, next, tokens.get(next).figure(), zero);
            last = next;
            next = phrases.alsoNone(last);
        }
        return last + 1;
    }

    private int countFirst(int at) {
        int figure = phrases.countFirst(at);
        Token count = tokens.get(at);
        if (figure < 0) {
            unbound = count.is(Kind.PEOPLE) ? phrases.personsEnd(at + 1) : unbound;
            return at;
        }
        boolean partOfSum = phrases.is(at - 1, Kind.AND, Kind.LIST) && unbound == at - 1;
        int last = phrases.lastFigure(figure);
        int end = phrases.personsEnd(last + 1);
        boolean sentThere = tokens.get(last).figure() == SaidFigure.EVACUATED
                && (standing.isOfThoseSent() || phrases.isActive(at, last));
        if (sentThere) {
            return at;
        }
        if (last > 0 && !partOfSum && !phrases.isHedged(at, last) && !phrases.isOrdered(figure, last)
                && !phrases.is(at - 1, Kind.FROM)) {
            sayUnlessHelped(at, last, end, tokens.get(last).figure(), count);
        } else {
            standing.isStated();
        }
        return phrases.is(at - 1, Kind.FROM) ? figure : end;
    }

    private int figureFirst(int at) {
        int second = phrases.joinedFigure(at);
        if (second > at) {
            int number = phrases.countAfter(second, tokens.get(second).figure());
            if (number < 0) {
                return at;
            }
            if (tokens.get(at).figure() == SaidFigure.EVACUATED) {
                say(at, number, SaidFigure.EVACUATED, tokens.get(number).amount());
            }
            return number + 1;
        }
        SaidFigure figure = tokens.get(at).figure();
        int number = phrases.countAfter(at, figure);
        if (number < 0 || phrases.belongsToNext(at, number)) {
            return at;
        }
        int end = phrases.personsEnd(number + 1);
        if (phrases.isHedged(at, number) || phrases.isSummed(end)) {
            standing.isStated();
        } else {
            sayUnlessHelped(at, number, end, figure, tokens.get(number));
        }
        return end;
    }

    private void sayUnlessHelped(int from, int to, int end, @Nullable SaidFigure figure, Token count) {
        boolean helped = figure != null && HELPED.contains(figure)
                && (phrases.isHelpedBefore(from) || figure != SaidFigure.INJURED && phrases.isSavedAfter(end));
        boolean kin = phrases.is(end, Kind.KIN) || phrases.is(to + 1, Kind.KIN);
        if (!helped && !kin && (figure != null || count.amount() != null && count.amount().is(BigDecimal.ZERO))) {
            say(from, tokens.get(to).is(Kind.FIGURE) || count.is(Kind.BARE) ? Math.max(to, end - 1) : to, figure,
                    count.amount());
        }
    }

    private void say(int from, int to, @Nullable SaidFigure figure, @Nullable Amount amount) {
        if (!standing.isStated() || amount == null) {
            return;
        }
        int start = tokens.get(from).from();
        String quote = text.substring(start, tokens.get(to).to());
        for (SaidFigure said : figure == null ? List.of(SaidFigure.DEAD, SaidFigure.INJURED) : List.of(figure)) {
            found.add(new Said(said, amount.low(), amount.high(), quote, start));
        }
    }
}
