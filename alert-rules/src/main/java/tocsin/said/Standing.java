package tocsin.said;

import java.util.List;
import tocsin.said.Token.Kind;

/// Whether what is said at this place of a sentence is stated as a fact about this event, and as a total.
///
/// A supposition holds to the end of its sentence, another event until this one is named again, a possibility or an
/// addition to the next comma; beyond the comma only where it already covered a figure and the next clause goes on
/// with a figure or a number (可能造成3人死亡，2人受伤).
final class Standing {
    private static final int CLAUSE_START = 4;

    private final List<Token> tokens;
    private boolean supposed;
    private boolean elsewhere;
    private boolean uncertain;
    private boolean covered;
    private boolean sent;

    Standing(List<Token> tokens) {
        this.tokens = tokens;
        supposed = tokens.getLast().is(Kind.QUESTION) || tokens.stream().anyMatch(token -> token.is(Kind.RUMOUR));
    }

    /// Takes note of one token of the sentence, in their order.
    void hear(int at) {
        switch (tokens.get(at).kind()) {
            case SUPPOSED -> supposed = true;
            case POSSIBLE, ADDED -> uncertain = true;
            case ELSEWHERE -> elsewhere = true;
            case NOW -> elsewhere = false;
            case SENT -> sent = true;
            case COMMA -> {
                uncertain = uncertain && covered && goesOn(at + 1);
                covered = false;
                sent = false;
            }
            default -> {
            }
        }
    }

    /// Whether a figure here counts.
    boolean isStated() {
        covered |= uncertain;
        return !supposed && !elsewhere && !uncertain;
    }

    /// Whether this clause counts those who were sent.
    boolean isOfThoseSent() {
        return sent;
    }

    private boolean goesOn(int from) {
        boolean starts = from < tokens.size() && (tokens.get(from).isCount() || tokens.get(from).is(Kind.FIGURE));
        return starts && tokens.subList(from, Math.min(tokens.size(), from + CLAUSE_START)).stream()
                .noneMatch(token -> token.is(Kind.NOW) || token.is(Kind.LINK) || token.is(Kind.CHANGE));
    }
}
