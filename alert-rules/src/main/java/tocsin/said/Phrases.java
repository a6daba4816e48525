package tocsin.said;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.said.Token.Kind;

/// What stands next to what in one sentence: which number goes with which figure.
///
/// Places are indexes of tokens; -1 says there is none.
final class Phrases {
    /// How many tokens ahead anything looks.
    static final int REACH = 14;

    private static final String PERSON_ENDS = "人员工民众生者师兵警童孩妇士客友手夫女男子婴幼伴老";
    private static final String AFTER_MOVED = "到至完安出避离后并的和及往去、,。;在前";

    private static final List<String> RESPONDERS = List.of("消防员", "指战员", "官兵", "民警", "队员", "干部", "志愿者", "医护人员",
            "firefighters", "officers");

    private final String plain;
    private final List<Token> tokens;

    Phrases(String plain, List<Token> tokens) {
        this.plain = plain;
        this.tokens = tokens;
    }

    /// Whether the token here is of one of these kinds.
    boolean is(int at, Kind... kinds) {
        return at >= 0 && at < tokens.size() && Arrays.asList(kinds).contains(tokens.get(at).kind());
    }

    /// Whether the token here counts exactly one person (无一人死亡).
    boolean isOne(int at) {
        Amount amount = at < tokens.size() ? tokens.get(at).amount() : null;
        return amount != null && amount.is(BigDecimal.ONE);
    }

    /// Behind the words, from here on, that say who is counted (群众, 来自河南的务工人员, 85岁老人); here if there are none.
    int personsEnd(int from) {
        int end = from;
        for (int at = from; at < Math.min(tokens.size(), from + REACH); at++) {
            Token token = tokens.get(at);
            boolean years = token.is(Kind.OTHER);
            if (!token.is(Kind.PERSON) && !token.is(Kind.TEXT) && !years && !isOf(at)) {
                break;
            }
            boolean person = token.is(Kind.PERSON) || PERSON_ENDS.indexOf(plain.charAt(token.to() - 1)) >= 0;
            end = person && !years ? at + 1 : end;
        }
        return end;
    }

    private boolean isOf(int at) {
        return plain.charAt(tokens.get(at).from()) == '的';
    }

    /// The figure of the number here where the figure follows (3名工人不幸遇难).
    int countFirst(int at) {
        int figure = figureAfter(at);
        return figure < 0 || chainEndsWithCount(at) ? -1 : figure;
    }

    private int figureAfter(int at) {
        Token count = tokens.get(at);
        int persons = count.is(Kind.MONEY) || count.is(Kind.BARE) && !is(at + 1, Kind.PERSON)
                && !is(at + 2, Kind.PERSON) ? at + 1 : personsEnd(at + 1);
        int figure = persons;
        while (figure < at + REACH && (is(figure, Kind.MANNER, Kind.LINK, Kind.NOW, Kind.POSSIBLE, Kind.ADDED)
                && plain.charAt(tokens.get(figure).from()) != ':' || is(figure, Kind.PERSON) && figure > persons)) {
            figure++;
        }
        return is(figure, Kind.FIGURE) && fits(count, tokens.get(figure).figure()) ? figure : -1;
    }

    private static boolean fits(Token count, @Nullable SaidFigure figure) {
        return count.is(Kind.MONEY) == (figure == SaidFigure.LOSS_CNY);
    }

    /// The number that follows the figure here (死亡人数由3人升至5人 gives the 5).
    int countAfter(int at, @Nullable SaidFigure figure) {
        boolean places = figure == SaidFigure.EVACUATED || figure == SaidFigure.AT_RISK;
        int number = personsEnd(at + 1);
        while (number < Math.min(tokens.size(), at + REACH) && !isBound(number, figure)) {
            Token token = tokens.get(number);
            boolean link = is(number, Kind.LINK, Kind.CHANGE, Kind.MANNER, Kind.NOW, Kind.PERSON, Kind.ADDED,
                    Kind.POSSIBLE, Kind.ROUGH);
            boolean place = places && !Characters.isLetter(plain, token.from())
                    && (is(number, Kind.TEXT, Kind.OTHER, Kind.BARE, Kind.AND)
                            || is(number, Kind.FIGURE) && token.figure() == SaidFigure.TRAPPED);
            if (is(number, Kind.FROM)) {
                return replaced(number, figure);
            }
            if (!link && !place) {
                return -1;
            }
            number++;
        }
        if (!isBound(number, figure)) {
            return -1;
        }
        int changed = replaced(number, figure);
        return changed > 0 ? changed : number;
    }

    private boolean isBound(int at, @Nullable SaidFigure figure) {
        if (at >= tokens.size() || !tokens.get(at).isCount() || !fits(tokens.get(at), figure)) {
            return false;
        }
        return !tokens.get(at).is(Kind.BARE) || at + 1 == tokens.size() || tokens.get(at + 1).isMark()
                || is(at + 1, Kind.PERSON, Kind.AND, Kind.FIGURE, Kind.CHANGE)
                || is(at + 1, Kind.MANNER, Kind.LINK) && Characters.isLetter(plain, tokens.get(at + 1).from());
    }

    /// The number behind a word of change, a few tokens from here at most.
    private int replaced(int from, @Nullable SaidFigure figure) {
        boolean change = false;
        for (int at = from + 1; at < Math.min(tokens.size(), from + 8) && !tokens.get(at).isMark(); at++) {
            change |= is(at, Kind.CHANGE);
            if (change && isBound(at, figure)) {
                return at;
            }
        }
        return -1;
    }

    /// Whether figures and numbers, taking turns from the number here on, end with a number: then each number belongs to
    /// the figure before it, and this one to none (出动20人 遇难3人 受伤5人). In English only a verb takes the number behind it
    /// (8 soldiers killed 30 people; but 5 dead 3 missing).
    private boolean chainEndsWithCount(int at) {
        int first = figureAfter(at);
        if (Characters.isLetter(plain, tokens.get(first).from())) {
            int object = countAfterDirectly(first);
            return object > 0 && plain.startsWith("ed", tokens.get(first).to() - 2) && figureAfter(object) < 0;
        }
        int place = at;
        for (int step = 0; step < REACH; step++) {
            int figure = figureAfter(place);
            if (figure < 0) {
                return step > 0;
            }
            int next = countAfterDirectly(figure);
            if (next < 0) {
                return false;
            }
            place = next;
        }
        return false;
    }

    private int countAfterDirectly(int figure) {
        int next = personsEnd(figure + 1);
        while (is(next, Kind.LINK, Kind.MANNER) && next < figure + 4) {
            next++;
        }
        return next < tokens.size() && tokens.get(next).isCount() ? next : -1;
    }

    /// Whether the number behind the figure here belongs to the next figure instead (多人受伤3人死亡).
    boolean belongsToNext(int figure, int number) {
        boolean letters = Characters.isLetter(plain, tokens.get(figure).from());
        return !letters && number == personsEnd(figure + 1) && countFirst(number) > 0;
    }

    /// A second figure said in one breath with the one here (死亡或失踪3人), or the place itself.
    int joinedFigure(int at) {
        int next = is(at + 1, Kind.AND, Kind.LIST) ? at + 2 : at + 1;
        return is(next, Kind.FIGURE) ? next : at;
    }

    /// The figure that a number before two of them counts: the dead of 3名失踪人员死亡.
    int lastFigure(int figure) {
        int next = figure + 1;
        int persons = personsEnd(next);
        while (is(persons, Kind.MANNER) && persons < next + 4) {
            persons++;
        }
        return is(persons, Kind.FIGURE) && countAfterDirectly(persons) < 0 && !isLoss(persons) ? persons : figure;
    }

    private boolean isLoss(int at) {
        return tokens.get(at).figure() == SaidFigure.LOSS_CNY;
    }

    /// Whether dead and missing or hurt are counted together (3人死亡或失踪, 遇难失踪).
    boolean isOrdered(int figure, int last) {
        int second = joinedFigure(last);
        boolean together = figure != last && tokens.get(figure).figure() == SaidFigure.DEAD;
        return together || second > last && countAfterDirectly(second) < 0 && !isLoss(second);
    }

    /// A further figure there are none of (无人员死亡和失踪), or the place itself.
    int alsoNone(int at) {
        int next = at + 1;
        if (!is(next, Kind.AND, Kind.LIST)) {
            return at;
        }
        while (is(next + 1, Kind.PERSON) && next < at + 3) {
            next++;
        }
        return is(next + 1, Kind.FIGURE) && countAfterDirectly(next + 1) < 0 ? next + 1 : at;
    }

    /// Whether a word between these two makes it a possibility or an addition.
    boolean isHedged(int from, int to) {
        return tokens.subList(from, to).stream().anyMatch(token -> token.is(Kind.POSSIBLE) || token.is(Kind.ADDED));
    }

    /// Whether another count joins in before the next figure (死亡3名工人和2名消防员).
    boolean isSummed(int end) {
        return is(end, Kind.AND, Kind.LIST) && is(end + 1, Kind.PEOPLE) && figureAfter(end + 1) < 0;
    }

    /// Whether those counted move others (120名消防员疏散周边居民).
    boolean isActive(int at, int figure) {
        int next = figure + 1;
        boolean passive = is(figure - 1, Kind.MANNER) && plain.charAt(tokens.get(figure - 1).from()) == '被';
        boolean letters = Characters.isLetter(plain, tokens.get(figure).from());
        int persons = personsEnd(at + 1);
        boolean responders = persons > at + 1 && RESPONDERS.stream().anyMatch(
                word -> plain.startsWith(word, tokens.get(persons - 1).to() - word.length()));
        return !passive && (responders || next < tokens.size() && !tokens.get(next).isMark()
                && (letters ? tokens.get(next).isCount() || is(next, Kind.PERSON)
                        : AFTER_MOVED.indexOf(plain.charAt(tokens.get(next).from())) < 0));
    }

    /// Whether the words just before here count people as found or helped (救出5名被困人员).
    boolean isHelpedBefore(int at) {
        int before = at - 1;
        while (before > at - 4 && is(before, Kind.LINK, Kind.MANNER)) {
            before--;
        }
        return is(before, Kind.RESCUE, Kind.SAVED);
    }

    /// Whether the words just behind say that they are found or free (5名被困人员全部获救).
    boolean isSavedAfter(int end) {
        int at = end;
        while (at < end + 4 && is(at, Kind.MANNER, Kind.LINK, Kind.NOW)) {
            at++;
        }
        return is(at, Kind.SAVED);
    }
}
