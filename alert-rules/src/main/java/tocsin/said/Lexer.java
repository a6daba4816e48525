package tocsin.said;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.said.Token.Kind;

/// Cuts a plain text into sentences of tokens, each number together with the words that widen it and its unit.
///
/// Every character ends up in one token at most, and no token is looked at for longer than the longest known word or
/// the longest number that counts.
final class Lexer {
    private static final List<String> NOT_PEOPLE = List.of("人次", "人份", "人民", "人工", "名单", "位于", "位置", "位数",
            "口井", "例外", "人间", "人桌", "人组");
    private static final List<String> NOT_YUAN = List.of("元旦", "元素");
    private static final List<String> YUAN = List.of("元人民币", "元", "人民币", " yuan", "yuan", " rmb", "rmb", " cny", "cny");
    private static final List<String> PEOPLE = List.of("个人", "口人", "人", "名", "位", "口", "例");
    private static final List<String> ABOUT = List.of("左右", "上下", " or so");
    private static final List<String> AT_LEAST = List.of("以上", "及以上", " or more");

    private final String plain;
    private final List<List<Token>> sentences = new ArrayList<>();
    private List<Token> sentence = new ArrayList<>();
    private @Nullable Rough pending;

    private Lexer(String plain) {
        this.plain = plain;
    }

    /// The sentences of this text, the mark that ends each included.
    static List<List<Token>> sentences(String plain) {
        Lexer lexer = new Lexer(plain);
        int at = 0;
        while (at < plain.length()) {
            at = plain.charAt(at) == ' ' ? at + 1 : lexer.next(at);
        }
        lexer.endSentence();
        return lexer.sentences;
    }

    private int next(int at) {
        Lexicon.Word word = Lexicon.at(plain, at);
        if (word != null) {
            pending = word.kind() == Kind.CURRENCY ? pending : word.rough();
            return add(new Token(word.kind(), at, at + word.text().length(), word.figure(), null));
        }
        Amount amount = number(at);
        if (amount != null) {
            return add(counted(at, amount));
        }
        pending = null;
        if (plain.charAt(at) == '.') {
            return add(Token.of(Kind.END, at, at + 1));
        }
        int end = at + 1;
        if (Characters.isLetter(plain, at)) {
            while (Characters.isLetter(plain, end) || Characters.isDigit(plain, end)) {
                end++;
            }
        }
        return add(Token.of(Kind.TEXT, at, end));
    }

    private int add(Token token) {
        sentence.add(token);
        if (token.is(Kind.END) || token.is(Kind.QUESTION)) {
            endSentence();
        }
        return token.to();
    }

    private void endSentence() {
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
            sentence = new ArrayList<>();
        }
    }

    private @Nullable Amount number(int at) {
        Amount amount = Characters.isLetter(plain, at) ? EnglishNumbers.at(plain, at) : AmountReader.at(plain, at);
        return amount == null || amount.sense() != Amount.Sense.NUMBER ? amount : EnglishNumbers.scaled(plain, amount);
    }

    private Token counted(int at, Amount amount) {
        int from = at;
        boolean yuan = false;
        while (!sentence.isEmpty() && (sentence.getLast().is(Kind.ROUGH) && pending != null
                || sentence.getLast().is(Kind.CURRENCY))) {
            yuan |= sentence.getLast().is(Kind.CURRENCY);
            from = sentence.removeLast().from();
        }
        Rough rough = pending;
        pending = null;
        Token bare = unit(from, amount, yuan);
        Amount widened = rough == null ? amount : amount.meant(rough);
        int to = bare.to();
        if (startsWith(ABOUT, to) > to) {
            to = startsWith(ABOUT, to);
            widened = amount.meant(Rough.ABOUT);
        } else if (startsWith(AT_LEAST, to) > to) {
            to = startsWith(AT_LEAST, to);
            widened = amount.meant(Rough.AT_LEAST);
        } else if (plain.startsWith("以内", to)) {
            to += 2;
            widened = amount.meant(Rough.AT_MOST);
        } else if (plain.startsWith("以下", to) || plain.startsWith("次", to)) {
            return Token.of(Kind.OTHER, from, to);
        } else if (rough == null && bare.is(Kind.PEOPLE)
                && !(!sentence.isEmpty() && sentence.getLast().is(Kind.FROM))) {
            return orUpTo(bare);
        }
        return widened.sense() == Amount.Sense.NUMBER
                ? new Token(bare.kind(), from, to, null, widened.endingAt(to))
                : Token.of(Kind.OTHER, from, to);
    }

    /// 3人至5人: the unit said twice.
    private Token orUpTo(Token low) {
        int sign = low.to();
        if (sign + 1 >= plain.length() || "至到-~—".indexOf(plain.charAt(sign)) < 0 || low.amount() == null) {
            return low.amount() != null && low.amount().sense() == Amount.Sense.NUMBER
                    ? low
                    : Token.of(Kind.OTHER, low.from(), low.to());
        }
        Amount amount = AmountReader.at(plain, sign + 1);
        Token high = amount == null ? low : unit(sign + 1, amount, false);
        if (!high.is(Kind.PEOPLE) || amount == null || amount.high() == null || low.amount().low() == null) {
            return low;
        }
        return new Token(Kind.PEOPLE, low.from(), high.to(), null,
                Amount.between(low.amount().low(), amount.high(), high.to()));
    }

    private Token unit(int from, Amount amount, boolean yuan) {
        int at = amount.to();
        if (amount.sense() == Amount.Sense.NOT_A_COUNT || plain.startsWith("岁", at)) {
            return Token.of(Kind.OTHER, from, Math.max(at, plain.startsWith("岁", at) ? at + 1 : at));
        }
        int unit = at < plain.length() && plain.charAt(at) == ' ' ? at + 1 : at;
        if (yuan || startsWith(YUAN, unit) > unit && startsWith(NOT_YUAN, unit) == unit) {
            return new Token(Kind.MONEY, from,
                    Math.max(at, startsWith(YUAN, unit) == unit ? at : startsWith(YUAN, unit)),
                    null, amount);
        }
        if (Characters.isLetter(plain, at)) {
            // 8th, 3km, 5G
            return Token.of(Kind.OTHER, from, at);
        }
        if (startsWith(NOT_PEOPLE, unit) > unit) {
            return Token.of(Kind.OTHER, from, startsWith(NOT_PEOPLE, unit));
        }
        if (startsWith(PEOPLE, unit) > unit) {
            return new Token(Kind.PEOPLE, from, startsWith(PEOPLE, unit), null, amount);
        }
        return new Token(Kind.BARE, from, plain.startsWith("个", unit) ? unit + 1 : at, null, amount);
    }

    private int startsWith(List<String> words, int at) {
        return words.stream().filter(word -> plain.startsWith(word, at)).findFirst().map(word -> at + word.length())
                .orElse(at);
    }
}
