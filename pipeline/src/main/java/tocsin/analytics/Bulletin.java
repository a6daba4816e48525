package tocsin.analytics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import tocsin.v1.Clock;

/// The monthly bulletin (通报) on how agencies reported, Chinese before English, to be out before the 10th of the next
/// month (catalogue 2.4).
public final class Bulletin {
    private static final int BEFORE_DAY = 10;
    /// Below every score there can be.
    private static final BigDecimal NOT_SCORED = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final Map<Clock, String> CLOCKS = Map.of(Clock.OCCURRENCE, "事发", Clock.LEARNING, "得知",
            Clock.RECEIPT, "接报", Clock.MEDIA, "舆情");
    private static final List<Measure> COLUMNS = List.of(Measure.REPORTS, Measure.DUE, Measure.ON_TIME, Measure.LATE,
            Measure.MISSED, Measure.INCOMPLETE, Measure.CONTRADICTED, Measure.CORRECTED, Measure.UNDER_GRADED);

    private final List<Scorecard> cards;
    private final YearMonth month;
    private final Profile profile;
    private final Function<String, String> names;
    private final List<String> lines = new ArrayList<>();

    private Bulletin(List<Scorecard> cards, YearMonth month, Profile profile, Function<String, String> names) {
        this.cards = cards.stream()
                .sorted(Comparator.comparing((Scorecard card) -> rank(card, profile)).reversed()
                        .thenComparing(Scorecard::agencyId))
                .toList();
        this.month = month;
        this.profile = profile;
        this.names = names;
    }

    /// Points to rank by: whoever is not scored comes last.
    private static BigDecimal rank(Scorecard card, Profile profile) {
        return Objects.requireNonNullElse(card.points(profile).score(), NOT_SCORED);
    }

    /// The bulletin as Markdown, a line an element.
    ///
    /// @param names an agency's name by its id
    public static List<String> of(List<Scorecard> cards, YearMonth month, Profile profile,
            Function<String, String> names) {
        return new Bulletin(cards, month, profile, names).write();
    }

    private List<String> write() {
        LocalDate before = month.plusMonths(1).atDay(BEFORE_DAY);
        say("# 突发事件信息报送情况通报（" + month.getYear() + "年" + month.getMonthValue() + "月）");
        say("Bulletin on incident reporting, " + month + ". Due before " + before + " (应于 " + before + " 前印发).");
        overview();
        table();
        delays();
        faults();
        open();
        say("本通报只计两人以上核实的问题；系统发现的疑点未经核实不计分，申诉期间不计分。");
        say("Only what two people confirmed takes points; what the machine suspects does not, nor what is appealed.");
        return lines;
    }

    private void say(String line) {
        lines.add(line);
        lines.add("");
    }

    private int total(Measure measure) {
        return cards.stream().mapToInt(card -> card.count(measure)).sum();
    }

    private void overview() {
        int due = total(Measure.DUE);
        int onTime = total(Measure.ON_TIME);
        String share = due == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * onTime / due);
        say("## 一、总体情况 Overview");
        say("共收到 " + cards.stream().filter(card -> card.count(Measure.REPORTS) > 0).count() + " 个单位报告 "
                + total(Measure.REPORTS) + " 件。应报 " + due + " 项，按时 " + onTime + " 项"
                + (share.isEmpty() ? "" : "（" + share + "）") + "，迟于时限 " + total(Measure.LATE) + " 项，未报 "
                + total(Measure.MISSED) + " 项；要素不全 " + total(Measure.INCOMPLETE) + " 件，矛盾 "
                + total(Measure.CONTRADICTED) + " 件，补报 " + total(Measure.CORRECTED) + " 件，定级偏低 "
                + total(Measure.UNDER_GRADED) + " 起。");
        say(total(Measure.REPORTS) + " reports; of " + due + " deadlines " + onTime + " met"
                + (share.isEmpty() ? "" : " (" + share + ")") + ", " + total(Measure.LATE) + " late, "
                + total(Measure.MISSED) + " missed.");
    }

    private void table() {
        say("## 二、各单位 By agency（" + profile.zh() + " " + profile.key() + "）");
        row("位次", "单位", COLUMNS.stream().map(Measure::zh).toList(), "得分");
        row("#", "agency", COLUMNS.stream().map(Measure::key).toList(), "score");
        lines.add(lines.size() - 1, "|" + "---|".repeat(COLUMNS.size() + 3));
        int place = 0;
        int listed = 0;
        BigDecimal last = NOT_SCORED;
        for (Scorecard card : cards) {
            listed++;
            BigDecimal points = rank(card, profile);
            place = points.compareTo(last) == 0 ? place : listed;
            last = points;
            boolean scored = points.compareTo(NOT_SCORED) != 0;
            row(scored ? Integer.toString(place) : "", names.apply(card.agencyId()),
                    COLUMNS.stream().map(measure -> Integer.toString(card.count(measure))).toList(),
                    scored ? points.toPlainString() : "不计分 –");
        }
        lines.add("");
    }

    private void row(String first, String second, List<String> middle, String last) {
        lines.add("| " + first + " | " + second.replace("|", "\\|") + " | " + String.join(" | ", middle) + " | "
                + last + " |");
    }

    private void delays() {
        say("## 三、用时 Delays");
        list(cards.stream().flatMap(card -> card.delays().entrySet().stream()
                .map(one -> "- " + names.apply(card.agencyId()) + "：" + CLOCKS.getOrDefault(one.getKey(), "") + " "
                        + one.getKey().name().toLowerCase(Locale.ROOT) + " 中位 median "
                        + words(one.getValue().median()) + "，p90 " + words(one.getValue().p90()) + "（"
                        + one.getValue().sorted().size() + "）")));
    }

    private static String words(Duration delay) {
        return delay.toSeconds() < 60 ? delay.toSeconds() + "s"
                : delay.toHours() < 1 ? delay.toMinutes() + "min"
                        : delay.toHours() + "h" + String.format(Locale.ROOT, "%02d", delay.toMinutesPart()) + "min";
    }

    private void faults() {
        say("## 四、计分明细 What the points are made of");
        list(cards.stream().flatMap(card -> card.points(profile).lines().stream()
                .map(line -> "- " + names.apply(card.agencyId()) + "：" + line.why() + " "
                        + (line.points().signum() > 0 ? "+" : "") + line.points().toPlainString() + "（" + line.event()
                        + "）")));
    }

    private void open() {
        say("## 五、待定事项 Not decided yet");
        list(Stream.of(Measure.PROPOSED, Measure.APPEALED)
                .flatMap(measure -> cards.stream().filter(card -> card.count(measure) > 0)
                        .map(card -> "- " + names.apply(card.agencyId()) + "：" + measure.zh() + " " + measure.key()
                                + " "
                                + card.count(measure) + "（" + String.join("、", card.events(measure)) + "）")));
    }

    private void list(Stream<String> entries) {
        List<String> all = entries.toList();
        lines.addAll(all.isEmpty() ? List.of("无。None.") : all);
        lines.add("");
    }
}
