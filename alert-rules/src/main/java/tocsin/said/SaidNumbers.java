package tocsin.said;

import java.util.ArrayList;
import java.util.List;

/// Reads the figures that a text states: the number before its figure (3人死亡), behind it (死亡人数升至12人), or none at all
/// (无人员伤亡, which is none dead and none injured).
///
/// Words beside a number make it a range, both ends included:
///
/// | Words | Range |
/// |---|---|
/// | 约 大约 大概 估计 N, N 左右 上下; about, around, some N, N or so | 0.9 N to 1.1 N |
/// | 近 将近 接近 N; nearly, almost N | 0.9 N to N |
/// | 至少 不少于 N, N 以上; at least N, N or more | N and up |
/// | 超过 逾 不止 N; more than, over N | N + 1 and up |
/// | 至多 不超过 N, N 以内; at most, up to N | up to N |
/// | 不足 不到 N; fewer than, under N | up to N − 1 |
/// | 20余 20多 300余 2.5万余 1000余万 | N + 1 to one less than N and one of its last order: 21–29, 301–399 |
/// | 25余 | N + 1 to N + 9 |
/// | 十几 二十几 | as 余: 11–19, 21–29 |
/// | 几 数 几十 数百; dozens, hundreds of | two units to one less than ten: 2–9, 20–99, 200–999; dozens 24–99 |
/// | 上百 上千 | one unit to one less than ten: 100–999 |
/// | 百余 近百 逾百 | as 100余, 近100, 超过100 |
/// | 三四 十七八 一两千, 3-5, 3至5, 2至3万 | from the one to the other |
///
/// Nothing is taken from questions, hearsay (网传, 谣言), suppositions and drills (若, 一旦, 演练) to the end of the sentence;
/// from possibilities and plans (可能, 预计, 拟) and additions to a total not said (新增, 又有, another) to the comma; from
/// other events (去年, 此前, last year) until this one is named (目前, 本次); from the first number of a correction (由3人升至5人).
/// People rescued or treated (救出5名被困人员), dead and injured or missing in one number (伤亡5人, 死亡失踪98人), and sums (3名
/// 工人和2名消防员死亡) are passed over, as are people sent, vehicles, times, floors, ages and telephone numbers.
///
/// Known limits: 另有2人死亡 is taken for a total; a correction in another clause than its figure (死亡3人，现更正为5人) is not
/// seen; another event told without such a word counts as this one; a figure behind a bracket (12人（含3名儿童）死亡), 两男一女死亡,
/// foreign currencies and sums without 元 are not read; traditional characters only in numerals.
public final class SaidNumbers {
    /// A text is cut here; a summary of a report is far shorter. The slowest text tried took 0.07 s, 0.5 s cold.
    public static final int LIMIT_CHARACTERS = 20_000;

    private SaidNumbers() {}

    /// The figures this text states, in order of appearance. The sentence that the limit cuts is not read, since 12 of
    /// 123 would be another number.
    public static List<Said> in(String text) {
        boolean cut = text.length() > LIMIT_CHARACTERS;
        String kept = cut ? text.substring(0, LIMIT_CHARACTERS) : text;
        String plain = Characters.plain(kept);
        List<List<Token>> sentences = Lexer.sentences(plain);
        List<Said> said = new ArrayList<>();
        for (List<Token> sentence : cut ? sentences.subList(0, Math.max(0, sentences.size() - 1)) : sentences) {
            said.addAll(SentenceReader.read(kept, plain, sentence));
        }
        return List.copyOf(said);
    }
}
