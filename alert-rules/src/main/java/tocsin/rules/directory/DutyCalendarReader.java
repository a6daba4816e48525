package tocsin.rules.directory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tocsin.rules.Words;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads `directory/calendar.yaml`.
final class DutyCalendarReader {
    private DutyCalendarReader() {}

    /// @param areas the codes a special day may be limited to
    static DutyCalendar read(YamlNode document, Collection<String> areas) {
        document.onlyKeys("days", "weekends", "workdays");
        List<SpecialDay> days = document.required("days").items().stream().map(node -> day(node, areas)).toList();
        Set<DayOfWeek> weekends = document.optional("weekends").isPresent()
                ? document.optional("weekends").items().stream().flatMap(day -> day.symbol(DayOfWeek.class).stream())
                        .collect(Collectors.toSet())
                : DutyCalendar.NONE.weekends();
        Set<LocalDate> workdays = document.optional("workdays").items().stream().map(DutyCalendarReader::date)
                .collect(Collectors.toSet());
        return new DutyCalendar(days, weekends, workdays);
    }

    private static SpecialDay day(YamlNode node, Collection<String> areas) {
        node.onlyKeys("id", "zh", "en", "kind", "from", "until", "areas", "basis");
        LocalDate from = date(node.required("from"));
        LocalDate until = node.optional("until").isPresent() ? date(node.optional("until")) : from;
        if (until.isBefore(from)) {
            node.optional("until").problem("lies before from; give the last day, or leave it out for a single day");
        }
        Set<String> limited = node.optional("areas").items().stream().map(YamlNode::text).collect(Collectors.toSet());
        node.optional("areas").items().stream().filter(area -> !areas.contains(area.text())).forEach(area -> area
                .problem("\"" + area.text() + "\" is not defined" + Nearest.hint(area.text(), areas)));
        return new SpecialDay(node.required("id").text(),
                new Words(node.required("zh").text(), node.required("en").text()),
                node.required("kind").symbol(SpecialDay.Kind.class).orElse(SpecialDay.Kind.HOLIDAY), from, until,
                limited, node.required("basis").text());
    }

    private static LocalDate date(YamlNode node) {
        return node.as("a date such as 2026-10-01", LocalDate.EPOCH, LocalDate::parse);
    }
}
