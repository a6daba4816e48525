package tocsin.analytics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import tocsin.text.PlainText;
import tocsin.v1.Clock;

/// Scorecards as a table: a row an agency, a column a figure; nothing stands where nothing was measured.
public final class ScorecardCsv {
    private static final List<Clock> CLOCKS = Arrays.stream(Clock.values()).filter(clock -> clock != Clock.UNKNOWN)
            .toList();

    private ScorecardCsv() {}

    /// The table (RFC 4180).
    ///
    /// @param names an agency's name by its id
    public static String of(List<Scorecard> cards, Period period, Function<String, String> names) {
        return Stream.concat(Stream.of(heading()),
                cards.stream().map(card -> row(card, period, names.apply(card.agencyId()))))
                .map(row -> CSVFormat.RFC4180.format(row.toArray()) + "\r\n").collect(Collectors.joining());
    }

    private static List<String> heading() {
        return Stream.of(Stream.of("agencyId", "name", "from", "to"), Arrays.stream(Measure.values()).map(Measure::key),
                CLOCKS.stream().map(clock -> clock.name().toLowerCase(Locale.ROOT))
                        .flatMap(clock -> Stream.of(clock + "MedianMs", clock + "P90Ms")),
                Arrays.stream(Profile.values()).map(Profile::key)).flatMap(columns -> columns).toList();
    }

    /// A text as a cell that no spreadsheet takes for a formula: the apostrophe before it is the sheets' own mark of a text.
    static String cell(String text) {
        String plain = PlainText.line(text);
        boolean formula = !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + plain : plain;
    }

    private static List<String> row(Scorecard card, Period period, String name) {
        List<String> row = new ArrayList<>(
                List.of(cell(card.agencyId()), cell(name), period.from().toString(), period.to().toString()));
        for (Measure measure : Measure.values()) {
            row.add(Integer.toString(card.count(measure)));
        }
        for (Clock clock : CLOCKS) {
            Scorecard.Delays measured = card.delays().get(clock);
            row.add(measured == null ? "" : Long.toString(measured.median().toMillis()));
            row.add(measured == null ? "" : Long.toString(measured.p90().toMillis()));
        }
        for (Profile profile : Profile.values()) {
            BigDecimal score = card.points(profile).score();
            row.add(score == null ? "" : score.toPlainString());
        }
        return row;
    }
}
